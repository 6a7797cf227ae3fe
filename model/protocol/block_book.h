#pragma once

#include <algorithm>
#include <cstdint>

#include "model/protocol/numbering.h"
#include "model/types/number_frames.h"
#include "sim/core/dense.h"
#include "sim/core/ids.h"
#include "sim/core/time.h"

namespace imstorm {

/// What a store knows of the numbers that it hands out in blocks: how far each key is, and who has
/// which key for himself. No number is in two blocks.
class BlockBook {
 public:
  /// Nothing up to `least` is handed out from now on.
  void skip(std::uint64_t key, std::uint64_t least) {
    std::uint64_t& taken = rows_[key].taken;
    taken = std::max(taken, least);
  }

  Reserved reserve(const Reserve& request) {
    skip(request.key, request.above);
    std::uint64_t& taken = rows_[request.key].taken;
    const Reserved block{request.key, taken + 1, request.count};
    taken += request.count;
    return block;
  }

  /// `now` is by the store's clock. A new block is above all earlier ones, so that a former holder
  /// whose clock is late gives out smaller numbers, and never the same.
  Leased lease(const Lease& request, ProcessId from, const SeqOptions& options, Instant now) {
    Leased answer;
    answer.key = request.key;
    answer.turn = request.turn;
    Row& row = rows_[request.key];
    const bool shared = options.section == SeqOptions::Section::AtOnce;
    const bool holds = row.holder == from;
    if (!shared && !holds && now < row.until) {
      answer.wait = row.until - now;
      return answer;
    }
    answer.held = true;
    row.holder = from;
    row.until = now + options.section_lease;
    // One that it never heard that it was given later counts instead.
    const bool newest = holds && request.keep == row.end;
    if (request.keep != 0 && (shared || newest)) return answer;
    const Reserved block = reserve({request.key, request.count, request.above});
    row.end = block.first + block.count - 1;
    answer.first = block.first;
    answer.count = block.count;
    return answer;
  }

 private:
  struct Row {
    std::uint64_t taken = 0;  // the last number of any block
    ProcessId holder;
    Instant until{};        // of its lease
    std::uint64_t end = 0;  // of its block
  };
  FlatMap<std::uint64_t, Row> rows_;
};

}  // namespace imstorm
