# Reads attributes of an XML element that stands on one line.
function attribute(line, name,   value) {
  if (!match(line, " " name "=\"[^\"]*\"")) return ""
  value = substr(line, RSTART + length(name) + 3, RLENGTH - length(name) - 4)
  return text(value)
}
function text(value) {
  gsub(/&lt;/, "<", value); gsub(/&gt;/, ">", value); gsub(/&quot;/, "\"", value); gsub(/&#xD;/, "", value)
  gsub(/&apos;/, "'", value); gsub(/&amp;/, "\\&", value)
  return value
}
