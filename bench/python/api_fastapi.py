"""The twin of `bench/run.sh api`: forecast and contributions of rows of features by FastAPI and XGBoost, one worker.

usage: api_fastapi.py MODEL PORT      MODEL is a booster's model.json
"""

import sys

import numpy as np
import uvicorn
import xgboost
from fastapi import FastAPI
from pydantic import BaseModel

booster = xgboost.Booster(params={"nthread": 1}, model_file=sys.argv[1])
names = booster.feature_names
app = FastAPI()


class Request(BaseModel):
    rows: list[dict[str, float]]


@app.get("/health/ready")
async def ready():
    return {"status": "ready"}


# Not a plain function: FastAPI would hand every request to a thread, which costs more than the trees.
@app.post("/v1/predictions")
async def predict(request: Request):
    values = np.array([[row[name] for name in names] for row in request.rows], dtype=np.float32)
    matrix = xgboost.DMatrix(values, feature_names=names, nthread=1)
    variances = booster.predict(matrix).tolist()
    contributions = booster.predict(matrix, pred_contribs=True).tolist()
    return {
        "predictions": [
            {"variance": variance, "base": row[-1], "contributions": dict(zip(names, row))}
            for variance, row in zip(variances, contributions)
        ]
    }


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[2]), log_level="warning", access_log=False)
