# Prints the line coverage of each package of a Cobertura report, and the total.
function attribute(name,   value) {
  if (!match($0, " " name "=\"[^\"]*\"")) return ""
  value = substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
  return value
}
/<coverage / { total = attribute("line-rate") }
/<package / { printf "  %-32s %5.1f%%\n", attribute("name"), 100 * attribute("line-rate") | "LC_ALL=C sort" }
END { close("LC_ALL=C sort"); printf "  %-32s %5.1f%%\n", "total", 100 * total }
