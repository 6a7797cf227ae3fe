#pragma once

#include <string>
#include <vector>

namespace CLI {
class Option;
}

namespace imstorm {

/// How an option looks to a user, out of the parser's own description.
struct OptionShape {
  std::vector<std::string> names;  ///< "-q", "--quiet"; none for an argument
  std::string argument;            ///< name of an argument: "scenario"
  std::string type;                ///< of its value: "FILE"; empty for a flag
  std::vector<std::string> words;  ///< the values it takes, if they are few
  bool takes_value = false;
  bool required = false;
  bool repeats = false;
};

OptionShape shape_of(const CLI::Option& option);

}  // namespace imstorm
