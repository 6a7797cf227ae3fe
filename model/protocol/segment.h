#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>

#include "sim/core/dense.h"

namespace imstorm {

/// Numbers from blocks that a database hands to several servers (Leaf-segment): the next block is
/// asked for while the current one lasts (double buffer). Unique, as no two servers get one block;
/// in no order, as each server works off its own.
class Segment {
 public:
  std::uint64_t value(std::uint64_t key) const {
    const Row* row = rows_.find(key);
    return row == nullptr ? 0 : row->last;
  }
  /// The next number above `above`, or nothing: then a block must come first.
  std::optional<std::uint64_t> next(std::uint64_t key, std::uint64_t above) {
    Row& row = rows_[key];
    for (Block* block : {&row.now, &row.spare}) {
      block->next = std::max(block->next, above + 1);
      if (block->next > block->last) continue;
      if (block == &row.spare) {
        row.now = row.spare;
        row.spare = {};
      }
      row.last = row.now.next++;
      return row.last;
    }
    return std::nullopt;
  }
  /// True if it is time to ask for a block; it is then under way until granted or forgotten.
  bool wants(std::uint64_t key, std::uint32_t step) {
    Row& row = rows_[key];
    const bool spare = row.spare.next <= row.spare.last;
    const std::uint64_t left = row.now.next <= row.now.last ? row.now.last - row.now.next + 1 : 0;
    if (row.asked || spare || left > step / 10) return false;
    row.asked = true;
    return true;
  }
  void grant(std::uint64_t key, std::uint64_t first, std::uint64_t last) {
    Row& row = rows_[key];
    row.asked = false;
    const bool empty = row.now.next > row.now.last;
    (empty ? row.now : row.spare) = {first, last};
  }
  /// The connection to the database broke: what was asked there may never be answered.
  void ask_again() {
    for (auto& [key, row] : rows_) row.asked = false;
  }
  void clear() { rows_.clear(); }

 private:
  struct Block {
    std::uint64_t next = 1;
    std::uint64_t last = 0;  // empty while next > last
  };
  struct Row {
    Block now, spare;
    std::uint64_t last = 0;  // given out
    bool asked = false;
  };
  FlatMap<std::uint64_t, Row> rows_;
};

}  // namespace imstorm
