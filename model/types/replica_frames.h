#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "model/types/ids.h"
#include "sim/core/ids.h"

// What the replicas of a shard tell each other, and whoever asks one of them.

namespace imstorm {

/// What becomes of the commit that a store makes for an input. Whoever asked is told the same of
/// both failures: that the outcome is unknown (rule S5).
enum class CommitFate : std::uint8_t {
  Done,
  FailsBefore,  ///< nothing is committed
  FailsAfter,   ///< it is committed all the same
};

struct Logged;  // below: it holds a frame
struct LogRow {
  Term term;                           ///< of the leader that took it
  std::shared_ptr<const Logged> what;  ///< never changed; null: a leader's term begins
};
struct Vote {  ///< asks for one
  Term term;
  std::uint64_t last_index = 0;
  Term last_term;
};
struct Voted {
  Term term;
  bool granted = false;
};
struct Replicate {  ///< from the leader; without rows it says that it is there
  Term term;
  std::uint64_t prev = 0;  ///< the index before the first row
  Term prev_term;
  std::vector<LogRow> rows;
  std::uint64_t commit = 0;
};
struct Replicated {
  Term term;
  std::uint64_t index = 0;  ///< matched: everything up to it is durable; else what to send from
  bool matched = false;
};
struct Leader {  ///< who leads, as far as the sender knows: an answer, or news
  Term term;
  ProcessId leader;
};

}  // namespace imstorm
