#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "sim/core/ensure.h"

namespace imstorm {

/// First in, first out, in one block that is empty without owning memory (a std::deque owns half a
/// kilobyte from the start, too much where every device has several). Amortised O(1) at both ends.
template <class T>
class Fifo {
 public:
  bool empty() const { return head_ == items_.size(); }
  std::size_t size() const { return items_.size() - head_; }
  T& front() { return items_[head_]; }
  const T& front() const { return items_[head_]; }
  T& back() { return items_.back(); }
  const T& back() const { return items_.back(); }
  T& operator[](std::size_t i) { return items_[head_ + i]; }
  const T& operator[](std::size_t i) const { return items_[head_ + i]; }
  auto begin() { return items_.begin() + static_cast<std::ptrdiff_t>(head_); }
  auto end() { return items_.end(); }
  auto begin() const { return items_.begin() + static_cast<std::ptrdiff_t>(head_); }
  auto end() const { return items_.end(); }

  void push_back(T item) { items_.push_back(std::move(item)); }

  /// REQUIRES: !empty().
  void pop_front() {
    ensure(!empty(), "nothing to pop");
    ++head_;
    if (head_ == items_.size()) {
      clear();
      if (items_.capacity() > kKeptMax) items_ = {};
    } else if (head_ >= 32 && head_ * 2 >= items_.size()) {
      items_.erase(items_.begin(), begin());
      head_ = 0;
    }
  }
  void erase(typename std::vector<T>::iterator at) {
    if (at == begin()) {
      pop_front();
    } else {
      items_.erase(at);
    }
  }
  void insert(typename std::vector<T>::iterator at, T item) { items_.insert(at, std::move(item)); }
  /// Puts `items` before everything else.
  void prepend(const std::vector<T>& items) { items_.insert(begin(), items.begin(), items.end()); }
  void clear() {
    items_.clear();
    head_ = 0;
  }

 private:
  /// What a rush has left behind is given back when it is over; less is kept for the next items.
  static constexpr std::size_t kKeptMax = 1 + (1U << 16) / sizeof(T);

  std::vector<T> items_;
  std::size_t head_ = 0;  // items before it are gone
};

}  // namespace imstorm
