#pragma once

#include <cstddef>

namespace imstorm {

/// Asks the memory for a value that is needed soon. Changes nothing but the time that takes.
template <class T>
inline void prefetch(const T& value) {
  constexpr std::size_t kCacheLine = 64;
  const char* begin = reinterpret_cast<const char*>(&value);
  for (std::size_t at = 0; at < sizeof(T); at += kCacheLine) __builtin_prefetch(begin + at);
}

}  // namespace imstorm
