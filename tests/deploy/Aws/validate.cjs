// Validates CloudFormation templates with @aws/cloudformation-validate. Prints each finding from the severity WARN on and ends with 1
// if there is one. W3005 is left out: CDK names a dependency twice. Usage: node validate.cjs FOLDER_OF_NODE_MODULES TEMPLATE...
const { createRequire } = require("node:module");
const [folder, ...templates] = process.argv.slice(2);
const { RegoEngine, TemplateFile } = createRequire(`${folder}/`)("@aws/cloudformation-validate");
const engine = new RegoEngine();
let found = 0;
for (const template of templates)
  for (const one of engine.validateStandard(new TemplateFile(template), { severityLevel: "WARN", exclude: { ids: ["W3005"] } }).diagnostics) {
    found++;
    console.log(`${template}: [${one.severity}] ${one.ruleId}: ${JSON.stringify(one.entity ?? one.resourceId ?? "")} ${one.message}`);
  }
engine.free();
process.exitCode = found > 0 ? 1 : 0;
