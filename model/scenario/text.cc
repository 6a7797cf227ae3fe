#include "model/scenario/text.h"

#include <fmt/format.h>

#include <array>
#include <cctype>
#include <limits>

namespace imstorm {
namespace {

constexpr std::int64_t kLongest = std::int64_t{100} * 366 * 24 * 3'600 * 1'000'000'000;

struct Unit {
  std::string_view name;
  std::int64_t ns;
};
/// Longest first; a name that begins another one comes after it.
constexpr std::array<Unit, 7> kUnits = {{{"d", 86'400'000'000'000},
                                         {"h", 3'600'000'000'000},
                                         {"ms", 1'000'000},
                                         {"m", 60'000'000'000},
                                         {"us", 1'000},
                                         {"ns", 1},
                                         {"s", 1'000'000'000}}};

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Cuts leading digits (and the underscores between them) off `text`; nothing on overflow.
std::optional<std::uint64_t> take_digits(std::string_view& text, int& digits) {
  std::uint64_t value = 0;
  digits = 0;
  while (!text.empty() && (is_digit(text[0]) || (text[0] == '_' && digits > 0))) {
    if (text[0] != '_') {
      const auto digit = static_cast<std::uint64_t>(text[0] - '0');
      if (__builtin_mul_overflow(value, 10U, &value)) return {};
      if (__builtin_add_overflow(value, digit, &value)) return {};
      ++digits;
    }
    text.remove_prefix(1);
  }
  return value;
}

/// Cuts a decimal like 12.034 off `text` and multiplies it by `scale(rest)`: exact or nothing.
struct Decimal {
  std::int64_t whole = 0;
  std::int64_t part = 0;  ///< the digits behind the point
  std::int64_t tens = 1;  ///< 10 to the number of them
};
std::optional<Decimal> take_decimal(std::string_view& text) {
  int digits = 0;
  const auto whole = take_digits(text, digits);
  if (!whole || digits == 0 || *whole > static_cast<std::uint64_t>(kLongest)) return {};
  Decimal decimal{static_cast<std::int64_t>(*whole), 0, 1};
  if (text.empty() || text[0] != '.') return decimal;
  text.remove_prefix(1);
  const auto part = take_digits(text, digits);
  if (!part || digits == 0 || digits > 15) return {};
  decimal.part = static_cast<std::int64_t>(*part);
  for (; digits > 0; --digits) decimal.tens *= 10;
  return decimal;
}

/// The decimal times `unit`, if that is a whole number.
std::optional<std::int64_t> times(const Decimal& decimal, std::int64_t unit) {
  std::int64_t whole = 0;
  std::int64_t tens = decimal.tens;
  std::int64_t part = decimal.part;
  while (tens > 1 && part % 10 == 0) {
    part /= 10;
    tens /= 10;
  }
  if (__builtin_mul_overflow(decimal.whole, unit, &whole)) return {};
  if (part != 0 && unit % tens != 0) {
    if (__builtin_mul_overflow(part, unit, &part) || part % tens != 0) return {};
    part /= tens;
  } else {
    part *= unit / tens;
  }
  if (__builtin_add_overflow(whole, part, &whole)) return {};
  return whole;
}

std::optional<std::uint64_t> read_hex(std::string_view text) {
  if (text.empty() || text.size() > 16) return {};
  std::uint64_t value = 0;
  for (const char c : text) {
    if (std::isxdigit(static_cast<unsigned char>(c)) == 0) return {};
    const int low = std::tolower(static_cast<unsigned char>(c));
    value = value * 16 + static_cast<std::uint64_t>(low <= '9' ? low - '0' : low - 'a' + 10);
  }
  return value;
}

bool is_hex(std::string_view text) { return text.substr(0, 2) == "0x"; }

bool take_sign(std::string_view& text) {
  if (text.empty() || (text[0] != '-' && text[0] != '+')) return false;
  const bool negative = text[0] == '-';
  text.remove_prefix(1);
  return negative;
}

/// n units as a decimal, without zeros at the end: 1500000 of 1000000 -> "1.5".
std::string decimal_text(std::int64_t n, std::int64_t unit) {
  std::string text = fmt::format("{}", n / unit);
  std::int64_t rest = n % unit;
  if (rest == 0) return text;
  text += '.';
  while (rest != 0) {
    unit /= 10;
    text += static_cast<char>('0' + rest / unit);
    rest %= unit;
  }
  return text;
}

}  // namespace

std::optional<std::uint64_t> read_seed(std::string_view text) {
  if (is_hex(text)) return read_hex(text.substr(2));
  int digits = 0;
  const auto value = take_digits(text, digits);
  if (digits == 0 || !text.empty()) return {};
  return value;
}

std::optional<std::int64_t> read_count(std::string_view text) {
  const bool negative = take_sign(text);
  std::uint64_t factor = 1;
  if (!is_hex(text) && !text.empty()) {
    if (text.back() == 'k') factor = 1'000;
    if (text.back() == 'M') factor = 1'000'000;
    if (factor != 1) text.remove_suffix(1);
  }
  const auto value = read_seed(text);
  std::int64_t count = 0;
  if (!value || __builtin_mul_overflow(*value, factor, &count)) return {};
  return negative ? -count : count;
}

std::optional<Duration> read_duration(std::string_view text) {
  const bool negative = take_sign(text);
  if (text == "0") return Duration{};
  std::int64_t total = 0;
  std::int64_t last = kLongest;
  if (text.empty()) return {};
  while (!text.empty()) {
    const auto decimal = take_decimal(text);
    if (!decimal) return {};
    const Unit* unit = nullptr;
    for (const Unit& u : kUnits) {
      if (unit == nullptr && text.substr(0, u.name.size()) == u.name) unit = &u;
    }
    if (unit == nullptr || unit->ns >= last) return {};
    text.remove_prefix(unit->name.size());
    last = unit->ns;
    const auto ns = times(*decimal, unit->ns);
    if (!ns || *ns > kLongest || total > kLongest - *ns) return {};
    total += *ns;
  }
  return Duration{negative ? -total : total};
}

std::optional<std::int64_t> read_ppm(std::string_view text) {
  const bool negative = take_sign(text);
  const auto decimal = take_decimal(text);
  if (!decimal) return {};
  const bool is_percent = text == "%";
  if (!is_percent && !text.empty()) return {};
  const auto ppm = times(*decimal, is_percent ? 10'000 : 1'000'000);
  if (!ppm) return {};
  return negative ? -*ppm : *ppm;
}

std::string to_text(Duration duration) {
  if (duration.ns < 0) return "-" + to_text(Duration{-duration.ns});
  std::int64_t ns = duration.ns;
  if (ns == 0) return "0s";
  if (ns < 1'000) return fmt::format("{}ns", ns);
  if (ns < 1'000'000) return decimal_text(ns, 1'000) + "us";
  if (ns < 1'000'000'000) return decimal_text(ns, 1'000'000) + "ms";
  std::string text;
  for (const Unit& unit : {kUnits[0], kUnits[1], kUnits[3]}) {
    if (ns >= unit.ns) text += fmt::format("{}{}", ns / unit.ns, unit.name);
    ns %= unit.ns;
  }
  if (ns != 0) text += decimal_text(ns, 1'000'000'000) + "s";
  return text;
}

std::string to_text(Ratio ratio) { return decimal_text(ratio.ppm, 10'000) + "%"; }

std::string ordinal(std::uint32_t n) {
  const bool teen = n % 100 >= 11 && n % 100 <= 13;
  const char* ending = teen || n % 10 > 3 || n % 10 == 0 ? "th"
                       : n % 10 == 1                     ? "st"
                       : n % 10 == 2                     ? "nd"
                                                         : "rd";
  return fmt::format("{}{}", n, ending);
}

std::optional<std::uint32_t> read_ordinal(std::string_view text) {
  if (text.size() < 3) return {};
  const auto n = read_count(text.substr(0, text.size() - 2));
  if (!n || *n < 1 || *n > std::numeric_limits<std::uint32_t>::max()) return {};
  const auto value = static_cast<std::uint32_t>(*n);
  if (ordinal(value) != text) return {};
  return value;
}

bool matches(std::string_view pattern, std::string_view name) {
  std::size_t p = 0;
  std::size_t n = 0;
  std::size_t star = std::string_view::npos;  // the last * seen, and what it has swallowed so far
  std::size_t swallowed = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      star = p++;
      swallowed = n;
    } else if (p < pattern.size() && pattern[p] == name[n]) {
      ++p;
      ++n;
    } else if (star != std::string_view::npos) {
      p = star + 1;
      n = ++swallowed;
    } else {
      return false;
    }
  }
  while (p < pattern.size() && pattern[p] == '*') ++p;
  return p == pattern.size();
}

}  // namespace imstorm
