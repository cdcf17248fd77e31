# Prints the line coverage of each package of a Cobertura report, and the total.
/<coverage / { total = attribute($0, "line-rate") }
/<package / { printf "  %-32s %5.1f%%\n", attribute($0, "name"), 100 * attribute($0, "line-rate") | "LC_ALL=C sort" }
END { close("LC_ALL=C sort"); printf "  %-32s %5.1f%%\n", "total", 100 * total }
