#include "tools/imstorm/schema.h"

#include "model/scenario/keys.h"

namespace imstorm {

ExitCode schema(Streams& streams) {
  const std::string text = json_schema();
  streams.out << text;
  if (text.empty() || text.back() != '\n') streams.out << '\n';
  return ExitCode::Holds;
}

}  // namespace imstorm
