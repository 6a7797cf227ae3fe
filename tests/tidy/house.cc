// The tables: rooms, libraries, bans. A change of the architecture is a change of this file.
#include "tests/tidy/rules.h"

namespace imstorm::tidy {

const std::vector<Room>& rooms() {
  static const std::vector<Room> table = {
      {"sim/core", {}},
      {"sim/machine", {"sim/core"}},
      {"sim/net", {"sim/core", "sim/machine"}},
      {"sim/fault", {"sim/core"}},
      {"sim/search", {"sim/core", "sim/fault"}},
      {"model/types", {"sim/core"}},
      {"model/protocol", {"sim/core", "model/types"}},
      {"model/node", {"sim/core", "model/types", "model/protocol"}},
      {"model/history", {"sim/core", "model/types"}},
      {"model/invariants", {"sim/core", "model/types", "model/history"}},
      {"model/scenario",
       {"sim/core", "sim/fault", "model/types", "model/protocol/options.h",
        "model/node/options.h"}},
      {"model/world", {"sim", "model"}},
      {"reports", {"sim/core", "model/types", "model/history", "model/invariants"}},
      {"tools/imstorm", {"sim", "model", "reports"}},
      {"tools/bench", {"sim", "model", "reports", "tools/imstorm"}},
      {"tests", {"sim", "model", "reports", "tools"}},
  };
  return table;
}

const std::vector<Library>& libraries() {
  static const std::vector<Library> table = {
      {"CLI/", {"tools/imstorm"}},
      {"boost/graph/", {"sim/net", "model/invariants", "model/scenario", "tests"}},
      {"boost/program_options", {"model/scenario", "tools/imstorm", "tests"}},
      {"boost/", {"sim/net", "model/invariants", "model/scenario", "tools/imstorm", "tests"}},
      {"toml++/", {"model/scenario", "tests"}},
      {"nlohmann/", {"model/history", "model/scenario", "reports", "tools/imstorm", "tests"}},
      {"simdjson", {"model/history", "reports", "tests"}},
      {"Random123/", {"sim/core"}, false},
      {"xxhash", {"sim/core"}, false},
      {"gtest/", {"tests"}, false},
      {"rapidcheck", {"tests"}, false},
      {"benchmark/", {"tools/bench"}, false},
  };
  return table;
}

const std::vector<Ban>& bans() {
  static const std::vector<std::string> run_path = {"sim", "model"};
  static const std::vector<std::string> everywhere = {"sim", "model", "reports", "tools", "tests"};
  static const std::vector<Ban> table = {
      {{"system_clock", "high_resolution_clock", "gettimeofday(", "clock_gettime("},
       everywhere,
       "pass an Instant; the wall clock is steady_clock, in tools/ only"},
      {{"steady_clock"},
       {"sim", "model", "reports", "tests"},
       "pass an Instant; only tools/ measures wall time"},
      {{"random_device", "rand(", "srand(", "default_random_engine"},
       everywhere,
       "ask the Decider of sim/core for a decision with an address"},
      {{"mt19937", "mt19937_64"},
       {"sim", "model", "reports", "tools/imstorm"},
       "ask the Decider of sim/core for a decision with an address"},
      {{"*_distribution"}, everywhere, "use the integer distributions of sim/core"},
      {{"unordered_map", "unordered_set", "unordered_multimap", "unordered_multiset"},
       run_path,
       "index a vector by a dense id, or use std::map: iteration must have an order"},
      {{"float", "double"}, run_path, "use integers: nanoseconds, counts, Ratio"},
      {{"uintptr_t", "intptr_t"}, run_path, "order by id or index: addresses differ between runs"},
      {{"thread_local"}, everywhere, "keep the state in a value that is passed along"},
      {{"assert("}, {"sim", "model", "reports", "tools"}, "use ensure() of sim/core/ensure.h"},
  };
  return table;
}

const std::vector<Ban>& header_bans() {
  static const std::vector<Ban> table = {
      {{"random", "cmath", "math.h", "ctime", "chrono", "thread", "mutex", "atomic", "future",
        "condition_variable", "unordered_map", "unordered_set"},
       {"sim", "model"},
       "a run has no wall clock, threads, floating point or unordered iteration"},
  };
  return table;
}

}  // namespace imstorm::tidy
