#include "tools/imstorm/shrink_progress.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "reports/figures.h"
#include "reports/inert.h"

namespace imstorm {
namespace {

using Milliseconds = std::chrono::milliseconds;

constexpr Milliseconds kPaintEvery{100};
constexpr Milliseconds kLongestPause{600'000};

}  // namespace

ShrinkLine::ShrinkLine(Progress::How how, std::string what, Milliseconds pause, Streams& streams)
    : how_(how),
      what_(std::move(what)),
      pause_(how == Progress::How::Bar ? kPaintEvery : pause),
      streams_(streams),
      next_(std::chrono::steady_clock::now()) {}

void ShrinkLine::tell(const ShrinkProgress& now) {
  if (how_ == Progress::How::None) return;
  const std::string line = fmt::format("{}: {}, {} left", now.stage, counted(now.faults, "fault"),
                                       counted(now.messages, "message"));
  if (line == said_ && how_ != Progress::How::Bar) return;
  if (std::chrono::steady_clock::now() < next_) return;
  said_ = line;
  next_ = std::chrono::steady_clock::now() + pause_;
  const std::string text =
      inert(fmt::format("{}shrinking {} ({})", what_, line, counted(now.runs, "run")));
  if (how_ == Progress::How::Bar) {
    streams_.err << '\r' << text << "\x1b[K";
    painted_ = true;
  } else {
    streams_.err << text << '\n';
    pause_ = std::min(pause_ * 2, kLongestPause);
  }
  streams_.err.flush();
}

void ShrinkLine::done() {
  if (painted_) streams_.err << "\r\x1b[K";
  painted_ = false;
  streams_.err.flush();
}

}  // namespace imstorm
