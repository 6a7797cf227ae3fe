#include "tools/imstorm/first_of.h"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace imstorm {
namespace {

/// What the threads share.
struct Hunt {
  std::atomic<std::size_t> next = 0;
  std::atomic<std::size_t> first;  // found so far
  std::mutex guard;
  std::exception_ptr thrown;

  explicit Hunt(std::size_t count) : first(count) {}

  void found(std::size_t index) {
    std::size_t known = first.load();
    while (index < known && !first.compare_exchange_weak(known, index)) {
    }
  }
};

void look(Hunt& hunt, const std::function<bool(std::size_t)>& holds,
          const std::function<bool()>& enough) {
  try {
    // Later ones than the first found are of no interest; earlier ones were taken before.
    for (std::size_t i = hunt.next++; i < hunt.first && !enough(); i = hunt.next++) {
      if (holds(i)) hunt.found(i);
    }
  } catch (...) {
    const std::lock_guard<std::mutex> lock(hunt.guard);
    if (!hunt.thrown) hunt.thrown = std::current_exception();
    hunt.first = 0;
  }
}

}  // namespace

std::optional<std::size_t> first_of(unsigned jobs, std::size_t count,
                                    const std::function<bool(std::size_t)>& holds,
                                    const std::function<bool()>& enough) {
  Hunt hunt(count);
  const std::size_t helpers =
      std::min<std::size_t>(std::max(jobs, 1U), std::max<std::size_t>(count, 1)) - 1;
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < helpers; ++i) {
    threads.emplace_back([&] { look(hunt, holds, enough); });
  }
  look(hunt, holds, enough);
  for (std::thread& thread : threads) thread.join();
  if (hunt.thrown) std::rethrow_exception(hunt.thrown);
  if (hunt.first >= count) return {};
  return hunt.first.load();
}

unsigned jobs_of_machine() { return std::max(1U, std::thread::hardware_concurrency()); }

}  // namespace imstorm
