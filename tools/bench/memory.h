#pragma once

#include <malloc.h>

#include <cstdint>

namespace imstorm::bench {

/// Bytes that the program has in use on the heap, as the C library counts them.
inline std::uint64_t heap_bytes() {
  const struct mallinfo2 info = mallinfo2();
  return static_cast<std::uint64_t>(info.uordblks) + static_cast<std::uint64_t>(info.hblkhd);
}

}  // namespace imstorm::bench
