#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace imstorm {

/// Digits in groups of three: "3,812".
std::string grouped(std::uint64_t n);

/// "1 run", "3,812 runs".
std::string counted(std::uint64_t n, std::string_view noun);

/// A length of time in ns to three digits, in the unit that fits: "812 ns", "1.23 us", "12.3 ms",
/// "2.40 s", "2m 03s", "1h 02m". Cut, not rounded.
std::string length_of(std::uint64_t ns);

/// Virtual time in ns as a clock shows it, to the microsecond: "00:12.500000", from one hour on
/// "1:00:12.500000".
std::string clock_of(std::int64_t ns);

/// part / whole with two places, rounded half up: "4.20"; "0.00" if whole is 0.
std::string two_places(std::uint64_t part, std::uint64_t whole);

/// "0x1f".
std::string hex_of(std::uint64_t n);

}  // namespace imstorm
