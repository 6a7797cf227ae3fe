#pragma once

#include <string>
#include <vector>

#include "model/scenario/scenario.h"
#include "tools/imstorm/environment.h"
#include "tools/imstorm/exit_code.h"
#include "tools/imstorm/streams.h"

namespace imstorm {

/// A scenario that can run, and the file as the user named it.
struct Loaded {
  std::string path;
  Scenario scenario;
};

/// Reads all of `paths`, with `sets` ("key=value") above the environment and `with` above both.
/// Every problem of every file goes to `streams.err`. `found` is complete only if the exit code is
/// Holds. Of a `campaign` many runs are drawn.
ExitCode load_all(const std::vector<std::string>& paths, const std::vector<std::string>& sets,
                  const Environment& environment, Streams& streams, std::vector<Loaded>& found,
                  bool campaign = false, const std::vector<std::string>& with = {});

/// [expect] speaks of the design in the file: where --set or the environment makes another one of
/// it (a key of the protocol), it is dropped, with a line to `streams.err` if it expected more than
/// that everything holds.
void drop_foreign_expectations(std::vector<Loaded>& all, Streams& streams);

/// "key=value" for each setting in which this scenario differs from what its file says alone.
std::vector<std::string> settings_beyond_file(const Loaded& loaded);

/// "--set key=value" for each setting in which this scenario differs from what its file says alone,
/// so that the command does not depend on the environment.
std::string settings_as_options(const Loaded& loaded);

}  // namespace imstorm
