#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "tools/imstorm/campaign.h"
#include "tools/imstorm/streams.h"

namespace imstorm {

/// Tells somebody who waits how far a campaign is: on a terminal one line that is painted over, at
/// most ten times a second; in a log a line at the start, at each finding, and with growing pauses.
class Progress {
 public:
  enum class How : std::uint8_t { Bar, Plain, None };

  Progress(How how, std::string what, Streams& streams);

  /// "auto", "bar", "plain", "none": auto is a bar on a terminal.
  static How how(const std::string& said);

  void tell(const CampaignProgress& now);
  /// Takes the painted line away.
  void done();

 private:
  std::string line(const CampaignProgress& now) const;

  How how_;
  std::string what_;
  Streams& streams_;
  std::chrono::steady_clock::time_point begin_;
  std::chrono::steady_clock::time_point next_;
  std::chrono::milliseconds pause_{0};
  bool painted_ = false;
};

}  // namespace imstorm
