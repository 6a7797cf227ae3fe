#include "sim/search/tally_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <system_error>

namespace imstorm {
namespace {

constexpr std::size_t kBehavioursPerLine = 1'000;

/// Whoever named it may have used what separates fields.
std::string plain(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c == '\t' || c == '\n' || c == '\r') c = ' ';
  }
  return out;
}

std::optional<std::uint64_t> number_in(std::string_view text, int base = 10) {
  std::uint64_t value = 0;
  const char* end = text.data() + text.size();
  const auto [at, error] = std::from_chars(text.data(), end, value, base);
  if (error != std::errc{} || at != end || text.empty()) return std::nullopt;
  return value;
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(separator), text.size());
    parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

/// All of the same number of fields, each a number.
bool numbers_in(std::string_view text, int base, std::vector<std::uint64_t>& out) {
  for (const std::string_view part : split(text, ' ')) {
    const auto value = number_in(part, base);
    if (!value) return false;
    out.push_back(*value);
  }
  return true;
}

std::string joined(const std::vector<std::uint64_t>& values, bool hex) {
  std::string text;
  for (const std::uint64_t value : values) {
    if (!text.empty()) text += ' ';
    text += hex ? fmt::format("{:x}", value) : std::to_string(value);
  }
  return text;
}

/// "place:count" of those that are not 0, after how many there are.
std::string sparse(const std::vector<std::uint64_t>& counts) {
  std::string text = fmt::format("{}", counts.size());
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] != 0) fmt::format_to(std::back_inserter(text), " {}:{}", i, counts[i]);
  }
  return text;
}

bool read_sparse(std::string_view text, std::vector<std::uint64_t>& counts) {
  const auto parts = split(text, ' ');
  if (parts.empty()) return false;
  const auto size = number_in(parts[0]);
  if (!size || *size > 1'000'000) return false;
  counts.assign(*size, 0);
  for (std::size_t i = 1; i < parts.size(); ++i) {
    const std::size_t colon = std::min(parts[i].find(':'), parts[i].size());
    const auto place = number_in(parts[i].substr(0, colon));
    const auto value = number_in(parts[i].substr(std::min(colon + 1, parts[i].size())));
    if (!place || !value || *place >= *size) return false;
    counts[*place] = *value;
  }
  return true;
}

bool read_finding(const std::vector<std::string_view>& fields, TallyOfRuns& tally) {
  if (fields.size() != 5) return false;
  const auto first = number_in(fields[1]);
  const auto draw = read_draw(fields[2]);
  const auto runs = number_in(fields[3]);
  if (!first || !draw || !runs) return false;
  tally.restore_finding(std::string(fields[4]), {*first, *draw, *runs});
  return true;
}

bool read_behaviours(std::string_view text, TallyOfRuns& tally) {
  std::vector<std::uint64_t> values;
  if (!numbers_in(text, 16, values) || values.size() % 4 != 0) return false;
  for (std::size_t i = 0; i < values.size(); i += 4) {
    const auto times = static_cast<std::uint8_t>(std::min<std::uint64_t>(values[i + 3], 2));
    tally.restore_behaviour(values[i], {values[i + 1], values[i + 2], times});
  }
  return true;
}

}  // namespace

std::string line_of(std::uint64_t run, const Observation& seen) {
  std::string line = fmt::format("run\t{}\t{}\t{}\t{}", run, text_of(seen.draw),
                                 sparse(seen.counts), joined(seen.behaviours, true));
  for (const std::string& signature : seen.signatures) line += "\tfound " + plain(signature);
  for (const auto& [name, n] : seen.notes) line += fmt::format("\tnote {} {}", n, plain(name));
  return line;
}

std::optional<std::pair<std::uint64_t, Observation>> read_observation(std::string_view line) {
  const auto fields = split(line, '\t');
  if (fields.size() < 4 || fields[0] != "run") return std::nullopt;
  Observation seen;
  const auto run = number_in(fields[1]);
  const auto draw = read_draw(fields[2]);
  if (!run || !draw || !read_sparse(fields[3], seen.counts)) return std::nullopt;
  seen.draw = *draw;
  seen.independent = draw->mutations.empty();
  if (fields.size() > 4 && !numbers_in(fields[4], 16, seen.behaviours)) return std::nullopt;
  for (std::size_t i = 5; i < fields.size(); ++i) {
    if (fields[i].starts_with("found ")) {
      seen.signatures.emplace_back(fields[i].substr(6));
      continue;
    }
    const std::size_t space = fields[i].find(' ', 5);
    if (!fields[i].starts_with("note ") || space == std::string_view::npos) return std::nullopt;
    const auto n = number_in(fields[i].substr(5, space - 5));
    if (!n) return std::nullopt;
    seen.notes[std::string(fields[i].substr(space + 1))] = *n;
  }
  return std::pair{*run, std::move(seen)};
}

std::vector<std::string> lines_of(const TallyOfRuns& tally) {
  std::vector<std::string> lines;
  lines.push_back(fmt::format("runs\t{}\t{}\t{}\t{}", tally.runs(), tally.independent_runs(),
                              tally.last_run(), tally.full() ? 1 : 0));
  lines.push_back("counts\t" + sparse(tally.counts()));
  for (const auto& [name, n] : tally.notes()) {
    lines.push_back(fmt::format("note\t{}\t{}", n, plain(name)));
  }
  for (const auto& [signature, finding] : tally.findings()) {
    lines.push_back(fmt::format("finding\t{}\t{}\t{}\t{}", finding.first_run, text_of(finding.draw),
                                finding.runs, plain(signature)));
  }
  std::vector<std::uint64_t> values;
  for (const auto& [name, seen] : tally.behaviours()) {
    values.insert(values.end(), {name, seen.first_run, seen.independent, seen.times});
    if (values.size() < 4 * kBehavioursPerLine) continue;
    lines.push_back("seen\t" + joined(values, true));
    values.clear();
  }
  if (!values.empty()) lines.push_back("seen\t" + joined(values, true));
  return lines;
}

bool read_line(std::string_view line, TallyOfRuns& tally) {
  const auto fields = split(line, '\t');
  if (fields.empty()) return false;
  if (fields[0] == "finding") return read_finding(fields, tally);
  if (fields[0] == "seen") return fields.size() == 2 && read_behaviours(fields[1], tally);
  if (fields[0] == "counts") {
    std::vector<std::uint64_t> counts;
    if (fields.size() != 2 || !read_sparse(fields[1], counts)) return false;
    tally.restore_counts(std::move(counts));
    return true;
  }
  if (fields[0] == "note") {
    const auto n = fields.size() == 3 ? number_in(fields[1]) : std::nullopt;
    if (n) tally.restore_note(std::string(fields[2]), *n);
    return n.has_value();
  }
  if (fields[0] != "runs" || fields.size() != 5) return false;
  std::vector<std::uint64_t> numbers;
  for (std::size_t i = 1; i < 5; ++i) {
    if (!numbers_in(fields[i], 10, numbers)) return false;
  }
  if (numbers.size() != 4) return false;
  tally.restore_runs(numbers[0], numbers[1], numbers[2], numbers[3] != 0);
  return true;
}

}  // namespace imstorm
