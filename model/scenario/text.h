#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "sim/core/ratio.h"
#include "sim/core/time.h"

namespace imstorm {

/// A whole number: "100", "-5", "10_000", "50k", "2M", "0xff". Nothing if it is none or needs more
/// than 63 bits.
std::optional<std::int64_t> read_count(std::string_view text);

/// A 64-bit number without sign, decimal or hexadecimal: a seed.
std::optional<std::uint64_t> read_seed(std::string_view text);

/// A length of time, exact to the nanosecond: "30s", "200ms", "1h30m", "-5m", "1.5s", "0".
/// Units: ns us ms s m h d. Nothing if it is none, or longer than 100 years.
std::optional<Duration> read_duration(std::string_view text);

/// A share in parts per million, exact: "1%", "0.5%", "0.01", "1"; may lie outside 0 to 1'000'000.
std::optional<std::int64_t> read_ppm(std::string_view text);

/// The shortest text that reads back as the same value: "1h30m", "503.25ms", "-5m", "0s".
std::string to_text(Duration duration);
/// "1%", "0.5%", "0.0001%".
std::string to_text(Ratio ratio);
/// "1st", "2nd", "11th".
std::string ordinal(std::uint32_t n);

/// The number of an ordinal that is written right, from 1.
std::optional<std::uint32_t> read_ordinal(std::string_view text);

/// Does `name` match `pattern`, in which each * stands for any characters or none?
bool matches(std::string_view pattern, std::string_view name);

}  // namespace imstorm
