#include "tools/imstorm/interruption.h"

#include <atomic>
#include <chrono>
#include <csignal>

namespace imstorm {
namespace {

/// timeout(1) and terminals that close send the same signal twice in a row and mean it once.
constexpr std::chrono::milliseconds kEcho{300};

// A signal handler can reach nothing but globals.
volatile std::sig_atomic_t signal_seen = 0;
std::atomic<std::chrono::steady_clock::rep> seen_at{0};
static_assert(decltype(seen_at)::is_always_lock_free);

void note(int number) {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  if (signal_seen == 0) {
    seen_at = now.count();
    signal_seen = number;
  } else if (now - std::chrono::steady_clock::duration(seen_at) > kEcho) {
    std::signal(number, SIG_DFL);
    std::raise(number);
  }
}

}  // namespace

void catch_interruptions() {
  struct sigaction action = {};
  action.sa_handler = note;
  action.sa_flags = SA_RESTART;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
}

bool interrupted() { return signal_seen != 0; }

ExitCode exit_code_or(ExitCode otherwise) {
  if (signal_seen == SIGINT) return ExitCode::Interrupted;
  if (signal_seen == SIGTERM) return ExitCode::Terminated;
  return otherwise;
}

void forget_interruption() { signal_seen = 0; }

}  // namespace imstorm
