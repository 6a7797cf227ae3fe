#include "tools/imstorm/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "reports/figures.h"
#include "reports/inert.h"

namespace imstorm {
namespace {

using Milliseconds = std::chrono::milliseconds;

constexpr Milliseconds kPaintEvery{100};
constexpr Milliseconds kFirstPause{5'000};
constexpr Milliseconds kLongestPause{600'000};
constexpr std::uint64_t kNoEnd = std::uint64_t{1} << 60;  // runs; more are as many as time allows

}  // namespace

Progress::Progress(How how, std::string what, Streams& streams)
    : how_(how),
      what_(std::move(what)),
      streams_(streams),
      begin_(std::chrono::steady_clock::now()),
      next_(begin_),
      pause_(how == How::Bar ? kPaintEvery : kFirstPause) {}

Progress::How Progress::how(const std::string& said) {
  if (said == "bar") return How::Bar;
  if (said == "none") return How::None;
  const bool terminal = isatty(STDERR_FILENO) == 1;
  return said == "auto" && terminal ? How::Bar : How::Plain;
}

std::string Progress::line(const CampaignProgress& now) const {
  const auto ms = std::max<std::int64_t>(
      std::chrono::duration_cast<Milliseconds>(std::chrono::steady_clock::now() - begin_).count(),
      1);
  std::string text = fmt::format("{}: {}", what_, grouped(now.runs));
  if (now.wanted < kNoEnd) text += " of " + grouped(now.wanted);
  text += fmt::format(" runs, {}, {}, {} s", counted(now.findings, "finding"),
                      counted(now.behaviours, "behaviour"), ms / 1'000);
  return text;
}

void Progress::tell(const CampaignProgress& now) {
  if (how_ == How::None) return;
  for (const std::string& signature : now.fresh) {
    done();
    streams_.err << fmt::format("{}: found {}\n", what_, inert(signature));
  }
  if (std::chrono::steady_clock::now() < next_) return;
  next_ = std::chrono::steady_clock::now() + pause_;
  if (how_ == How::Bar) {
    streams_.err << '\r' << inert(line(now)) << "\x1b[K";
    painted_ = true;
  } else {
    streams_.err << inert(line(now)) << '\n';
    pause_ = std::min(pause_ * 2, kLongestPause);
  }
  streams_.err.flush();
}

void Progress::done() {
  if (painted_) streams_.err << "\r\x1b[K";
  painted_ = false;
  streams_.err.flush();
}

}  // namespace imstorm
