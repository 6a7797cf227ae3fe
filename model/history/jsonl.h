#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

#include "model/history/recording.h"

namespace imstorm {

/// Writes a history as JSON Lines, schema imstorm.history/1 (see README.md): one event per line,
/// the fields that the kind requires and those that differ from their defaults. What has no name is
/// called by its number: "#7". The stream's own state tells of failed writes.
class HistoryWriter {
 public:
  /// Writes the line with the schema. Both must outlive the writer; names may grow meanwhile.
  HistoryWriter(std::ostream& out, const Names& names);
  void write(const Event& event);

 private:
  std::ostream& out_;
  const Names& names_;
  std::string line_;
};

void write_history(std::ostream& out, const Recording& recording);

struct HistoryLimits {
  std::size_t line_max = 64 * 1024;     ///< bytes of a line, without its end
  std::size_t events_max = 20'000'000;  ///< about 2 GB of memory
  std::size_t problems_max = 20;        ///< reading stops there
};

/// What is wrong with a line.
struct HistoryProblem {
  std::size_t line = 0;    ///< 1 is the first
  std::size_t column = 0;  ///< in bytes, 1 is the first; 0: the whole line
  std::string what;
  std::string text;  ///< the line, or as much of it as was read
};

/// "run.jsonl:3:9: error: what", the line and a caret below the column.
std::string told(const HistoryProblem& problem, std::string_view file);

/// A recording is worth something only if there are no problems.
struct HistoryRead {
  Recording recording;
  std::vector<HistoryProblem> problems;
};

/// Reads what write_history writes, or what another system logged in the same form. Users, devices,
/// installations, conversations, bodies, processes and messages get ids in the order in which they
/// first appear. Unknown fields are ignored, another major version of the schema is refused.
HistoryRead read_history(std::istream& in, const HistoryLimits& limits = {});

}  // namespace imstorm
