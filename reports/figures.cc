#include "reports/figures.h"

#include <fmt/format.h>

namespace imstorm {
namespace {

constexpr std::uint64_t kSecond = 1'000'000'000;

/// Three digits of n / unit, for n below 1,000 units.
std::string three_digits(std::uint64_t n, std::uint64_t unit, std::string_view name) {
  const std::uint64_t whole = n / unit;
  const std::uint64_t thousandths = n % unit * 1000 / unit;
  if (whole >= 100) return fmt::format("{} {}", whole, name);
  if (whole >= 10) return fmt::format("{}.{} {}", whole, thousandths / 100, name);
  return fmt::format("{}.{:02} {}", whole, thousandths / 10, name);
}

}  // namespace

std::string grouped(std::uint64_t n) {
  std::string digits = std::to_string(n);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, 1, ',');
  return digits;
}

std::string counted(std::uint64_t n, std::string_view noun) {
  return fmt::format("{} {}{}", grouped(n), noun, n == 1 ? "" : "s");
}

std::string length_of(std::uint64_t ns) {
  if (ns < 1'000) return fmt::format("{} ns", ns);
  if (ns < 1'000'000) return three_digits(ns, 1'000, "us");
  if (ns < kSecond) return three_digits(ns, 1'000'000, "ms");
  const std::uint64_t seconds = ns / kSecond;
  if (seconds < 60) return three_digits(ns, kSecond, "s");
  if (seconds < 3600) return fmt::format("{}m {:02}s", seconds / 60, seconds % 60);
  return fmt::format("{}h {:02}m", grouped(seconds / 3600), seconds / 60 % 60);
}

std::string clock_of(std::int64_t ns) {
  // A recorded history may count from any zero.
  const std::string sign = ns < 0 ? "-" : "";
  const std::uint64_t us =
      (ns < 0 ? ~static_cast<std::uint64_t>(ns) + 1 : static_cast<std::uint64_t>(ns)) / 1'000;
  const std::uint64_t seconds = us / 1'000'000;
  std::string text =
      fmt::format("{:02}:{:02}.{:06}", seconds / 60 % 60, seconds % 60, us % 1'000'000);
  if (seconds >= 3600) text = fmt::format("{}:{}", seconds / 3600, text);
  return sign + text;
}

std::string two_places(std::uint64_t part, std::uint64_t whole) {
  if (whole == 0) return "0.00";
  const std::uint64_t hundredths = part % whole * 100 + whole / 2;
  const std::uint64_t all = part / whole * 100 + hundredths / whole;
  return fmt::format("{}.{:02}", grouped(all / 100), all % 100);
}

std::string hex_of(std::uint64_t n) { return fmt::format("{:#x}", n); }

}  // namespace imstorm
