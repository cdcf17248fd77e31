# GARCH(1,1) with a constant mean and Gaussian likelihood by fGarch, fitted repeatedly in one process.
#
# usage: garch_fgarch.R SERIES FITS
# SERIES is a csv whose first column holds the returns. Prints the wall-clock seconds of each fit on a line, and
# the estimates on the last line: mu omega alpha beta.
suppressPackageStartupMessages(library(fGarch))

arguments <- commandArgs(trailingOnly = TRUE)
returns <- read.csv(arguments[1])[[1]]

fit <- garchFit(~ garch(1, 1), data = returns, trace = FALSE)  # warm-up
for (i in seq_len(as.integer(arguments[2]))) {
  start <- Sys.time()
  fit <- garchFit(~ garch(1, 1), data = returns, trace = FALSE)
  cat(sprintf("%.9f\n", as.numeric(Sys.time() - start, units = "secs")))
}
cat(sprintf("%.15g", coef(fit)), "\n")
