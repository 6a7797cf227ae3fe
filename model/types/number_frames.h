#pragma once

#include <cstdint>

#include "model/types/frame_parts.h"

// Between logic, id service and store: numbers that are given out apart from the log (rule S6).

namespace imstorm {

struct Allocate {
  enum class What : std::uint8_t {
    Seq,    ///< the conversation's next number
    Msgid,  ///< the next message id
    Peek,   ///< the newest number given out; takes none
  };
  ConvId conv;
  What what{};
  std::uint32_t draft = 0;  ///< the asker's name for it
  std::uint64_t above = 0;  ///< the answer must be above this, and all later ones
  BodyId body;
  std::uint32_t attempt = 0;
};
struct Allocated {
  ConvId conv;
  Allocate::What what{};
  std::uint32_t draft = 0;
  std::uint64_t number = 0;  ///< 0 of a Seq or Msgid: there is none now, ask again
  BodyId body;
  std::uint32_t attempt = 0;
  bool failed = false;  ///< a commit failed: of a Peek, nobody knows
};
struct Resolve {  ///< decide what is undecided up to `upto`
  enum class How : std::uint8_t {
    Tombstones,  ///< it is void
    Skip,        ///< it may still come; readers go past it
  };
  ConvId conv;
  Epoch epoch;
  Seq upto;
  How how{};
};
struct Resolved {
  Head head;
  Epoch epoch;  ///< the one that holds
  bool done = false;
};
struct Reserve {  ///< an id service wants numbers for itself alone
  std::uint64_t key = 0;
  std::uint32_t count = 0;
  std::uint64_t above = 0;
};
struct Reserved {  ///< first to first + count - 1; durable before it is said
  std::uint64_t key = 0;
  std::uint64_t first = 0;
  std::uint32_t count = 0;
};
struct Lease {  ///< an id service wants a section for itself alone, for a while
  std::uint64_t key = 0;
  std::uint32_t count = 0;  ///< numbers of a block
  std::uint64_t above = 0;
  std::uint32_t turn = 0;  ///< the asker's name for the question
  std::uint64_t keep = 0;  ///< the end of a block that it has not used up, and wants to keep; or 0
};
struct Leased {  ///< durable before it is said
  std::uint64_t key = 0;
  std::uint32_t turn = 0;
  bool held = false;        ///< by the asker, from now on
  std::uint64_t first = 0;  ///< its block: first to first + count - 1
  std::uint32_t count = 0;  ///< 0: the one that it has
  Duration wait;            ///< not held: that long another one has it; 0: ask again
};

}  // namespace imstorm
