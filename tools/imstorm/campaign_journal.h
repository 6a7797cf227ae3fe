#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "sim/search/observation.h"
#include "sim/search/tally_of_runs.h"

namespace imstorm {

/// What names a campaign: two journals with the same identity can be merged, and a journal with
/// another one (but for the number of runs) cannot be resumed. One line each, without line breaks.
struct CampaignIdentity {
  std::string scenario;  ///< path
  std::string settings;  ///< " --set a=b" for each
  std::string campaign;  ///< seed, guidance, probing, version and a hash of the scenario
  std::uint64_t shard = 0, shards = 1;
  /// Of all shards together; 0 if time decides. A campaign may be resumed with more of them.
  std::uint64_t runs = 0;
};

/// What a journal holds: the sum of the first `folded` batches of its shard, and single runs of
/// later ones.
struct CampaignState {
  TallyOfRuns tally;
  std::uint64_t folded = 0;
  std::map<std::uint64_t, std::vector<Observation>> open;  ///< batch -> its runs, in order
};

/// The write-ahead journal of a campaign: a text file, each line with a checksum, appended to run
/// by run. A process that is killed at any moment leaves at most one torn line, which is cut off
/// when the journal is read. Now and then the journal is written anew, with the sum in place of the
/// runs: under a temporary name, then renamed.
class CampaignJournal {
 public:
  explicit CampaignJournal(std::string path);
  ~CampaignJournal();
  CampaignJournal(const CampaignJournal&) = delete;
  CampaignJournal& operator=(const CampaignJournal&) = delete;

  /// Replaces the file by one with that state. False if that cannot be (see problem()).
  bool rewrite(const CampaignIdentity& identity, const CampaignState& state);
  /// What append() writes of one run: made apart, so that threads do it at the same time.
  static std::string entry_of(std::uint64_t run, const Observation& seen);
  /// Appends one run. False if it could not be written: then nothing of it remains.
  bool append(std::string_view entry);
  bool append(std::uint64_t run, const Observation& seen) { return append(entry_of(run, seen)); }

  const std::string& path() const { return path_; }
  const std::string& problem() const { return problem_; }

  enum class Reading : std::uint8_t { Fine, Missing, Damaged };
  /// Reads a journal up to its first line that is torn.
  static Reading read(const std::string& path, CampaignIdentity& identity, CampaignState& state);

 private:
  bool open_for_appending();
  bool failed(int error);

  std::string path_;
  std::string problem_;
  int descriptor_ = -1;
};

}  // namespace imstorm
