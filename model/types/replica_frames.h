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

/// Why what was acknowledged before may be lost, so that a new lineage begins.
enum class Loss : std::uint8_t {
  None,
  Behind,  ///< who leads now need not have had it yet
  Disks,   ///< those who had it lost their disks
};

struct Logged;  // below: it holds a frame
struct LogRow {
  Term term;                           ///< of the leader that took it
  std::shared_ptr<const Logged> what;  ///< never changed; null: a leader's term begins
  Loss loss{};                         ///< null only
};
struct Vote {  ///< asks for one
  Term term;
  std::uint64_t last_index = 0;
  Term last_term;
};
struct Voted {
  Term term;
  bool granted = false;
  bool blank = false;  ///< its disk was lost: it has nothing to compare
};
struct Replicate {  ///< from the leader; without rows it says that it is there
  Term term;
  std::uint64_t prev = 0;  ///< the index before the first row
  Term prev_term;
  std::vector<LogRow> rows;
  std::uint64_t commit = 0;
  std::uint64_t whole = 0;  ///< one whose disk was lost counts again with everything up to here
};
struct Replicated {
  Term term;
  std::uint64_t index = 0;  ///< matched: everything up to it is durable; else what to send from
  bool matched = false;
  bool blank = false;  ///< its disk was lost, and what it had said before is void
};
struct Leader {  ///< who leads, as far as the sender knows: an answer, or news
  Term term;
  ProcessId leader;
};

}  // namespace imstorm
