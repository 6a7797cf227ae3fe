#pragma once

#include <string>
#include <vector>

namespace imstorm {

/// One scalar key of the language, as `imstorm keys` shows it.
struct KeyRow {
  std::string name;           ///< "protocol.pull.limit"
  std::string type;           ///< count, duration, ratio, flag, choice, seed
  std::string unit;           ///< of a count: "entries"; else empty
  std::string default_value;  ///< as a scenario would write it
  std::string range;          ///< "1 to 1000", or the words of a choice
  std::string help;           ///< one line
  std::vector<std::string> choices;
};

/// Every scalar key, in the order of the effective configuration. `--set` and the environment take
/// keys of the protocol also without "protocol.".
std::vector<KeyRow> key_table();

/// One named design choice of the protocol.
struct PolicyRow {
  std::string axis;   ///< "ack.carry"
  std::string value;  ///< "piggyback-only"
  bool sound = false;
  bool is_default = false;
  std::string help;    ///< what it is, in one line
  std::string breaks;  ///< which laws it is known to break, and what masks it; empty when sound
  std::string where;   ///< the only place where it does anything; or empty
  std::string seen;    ///< which real system does this, or what sort of code; empty: the default
};

std::vector<PolicyRow> policies();

/// A JSON Schema (draft 2020-12) of the whole language.
std::string json_schema();

}  // namespace imstorm
