#include "tools/imstorm/new_scenario.h"

#include <fmt/format.h>

#include <filesystem>

#include "model/scenario/parse.h"
#include "reports/inert.h"
#include "tools/imstorm/output_file.h"
#include "tools/imstorm/shell.h"

namespace imstorm {

ExitCode new_scenario(const std::string& name, Streams& streams) {
  std::filesystem::path path = name;
  if (path.extension() != ".toml") path += ".toml";
  if (path.stem().empty() || path.filename() == ".toml") {
    streams.err << "imstorm: a scenario needs a name: `imstorm new my-question`\n";
    return ExitCode::Usage;
  }
  OutputFile file(path.string(), OutputFile::Existing::Refuse);
  file.stream() << template_scenario(path.stem().string());
  if (!file.commit()) {
    streams.err << "imstorm: " << inert(file.problem()) << '\n';
    return ExitCode::CannotWrite;
  }
  streams.out << fmt::format("wrote {}\nrun it with: imstorm run {}\n", inert(path.string()),
                             inert(shell_word(path.string())));
  return ExitCode::Holds;
}

}  // namespace imstorm
