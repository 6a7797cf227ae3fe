#pragma once

#include <memory>
#include <string>

#include "tools/imstorm/compare.h"
#include "tools/imstorm/explain.h"
#include "tools/imstorm/fuzz_options.h"
#include "tools/imstorm/keys.h"
#include "tools/imstorm/report_options.h"
#include "tools/imstorm/run_options.h"
#include "tools/imstorm/shrink_options.h"

namespace CLI {
class App;
}

namespace imstorm {

/// What was said on the command line, whichever command it was.
struct Said {
  RunOptions run;
  CompareOptions compare;
  ExplainOptions explain;
  FuzzCommand fuzz;
  MergeOptions merge;
  ShrinkCommand shrink;
  ReportOptions report;
  KeysOptions keys;
  std::string list;   ///< what to list
  std::string name;   ///< of a new scenario
  std::string shell;  ///< that completion is for
};

/// The commands with their options, help and examples; parsing writes into `said`, which must
/// outlive it. The help, the manual and the completion are all made of it.
std::shared_ptr<CLI::App> make_app(Said& said);

}  // namespace imstorm
