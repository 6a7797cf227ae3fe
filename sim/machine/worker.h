#pragma once

#include <cstdint>

#include "sim/core/fifo.h"

namespace imstorm {

/// One thread of a process: serves its run queue in order, one input at a time.
class Worker {
 public:
  /// Queues an input; true if the thread was idle and should begin now.
  bool add(std::uint32_t input) {
    queue_.push_back(input);
    return !busy_;
  }
  /// The input that is served next. REQUIRES: waiting() > 0 and the thread is idle.
  std::uint32_t begin() {
    ensure(!busy_, "a thread serves one input at a time");
    busy_ = true;
    return queue_.front();
  }
  /// The served input leaves; true if another one is waiting.
  bool finish() {
    ensure(busy_, "a thread finishes that never began");
    busy_ = false;
    queue_.pop_front();
    return !queue_.empty();
  }
  bool busy() const { return busy_; }
  std::uint32_t front() const { return queue_.front(); }
  std::size_t waiting() const { return queue_.size(); }  ///< the one being served included
  const Fifo<std::uint32_t>& queue() const { return queue_; }
  void clear() { *this = {}; }

 private:
  Fifo<std::uint32_t> queue_;
  bool busy_ = false;
};

}  // namespace imstorm
