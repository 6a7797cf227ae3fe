#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace imstorm {

/// The trace of a result file, for exports: in words where Trace has enumerations, so that kinds of
/// a later imstorm can be read too. Times are ns, indices as in Trace, -1 is none.
struct Recording {
  static constexpr std::int64_t kNone = -1;

  struct Lane {
    std::string name;
    std::string role;
  };
  struct Step {
    std::int64_t at = 0;
    std::int64_t lane = 0;
    std::int64_t worker = kNone;
    std::string input;
    std::int64_t cause = kNone;
    std::int64_t packet = kNone;
    std::string what;
  };
  struct Packet {
    std::string frame;
    std::string body;
    std::string detail;
    std::int64_t from = 0, to = 0;
    std::int64_t sent = kNone, received = kNone;
    std::int64_t left = 0, ended = 0;
    std::string fate;
    bool copy = false;

    bool is_lost() const { return fate == "lost" || fate == "unheard" || fate == "dropped"; }
    std::string title() const { return body.empty() ? frame : frame + " " + body; }
  };
  struct Band {
    std::string kind;
    std::string sentence;
    std::int64_t from = 0, until = 0;
    std::vector<std::int64_t> lanes;
  };

  std::string headline;
  std::string law;  ///< the first that broke
  std::vector<Lane> lanes;
  std::vector<Step> steps;
  std::vector<Packet> packets;
  std::vector<Band> bands;
  std::vector<std::int64_t> lineage;  ///< steps of the first violation, in order
  std::vector<std::int64_t> lost;     ///< packets lost on the way to it
  std::int64_t violation = kNone;     ///< step
};

/// `result` as read_results gives it; without a trace there are no steps.
Recording recording_of(std::string_view result);

}  // namespace imstorm
