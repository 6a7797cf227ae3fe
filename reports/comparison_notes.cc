// What a reader must know before believing the figures.
#include <fmt/format.h>

#include <algorithm>

#include "reports/comparison.h"

namespace imstorm {
namespace {

std::string value_of(const Result& result, std::string_view key) {
  for (const auto& [name, value] : result.config) {
    if (name == key) return value;
  }
  return "";
}

std::uint64_t median_delivery(const Result& result) {
  const auto series =
      std::find_if(result.latency.begin(), result.latency.end(),
                   [](const Result::Latency& one) { return one.name == "sent to consumed"; });
  return series == result.latency.end() ? 0 : series->p50;
}

std::string apart(const std::vector<std::string>& parts) {
  std::string text;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    text += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
  }
  return text;
}

/// Of an ACK that waits for a pull to ride on, and of pushes, which need none.
bool acks_ride_in_one_only(const Comparison& c) {
  const auto waits = [](const Result& result) {
    return value_of(result, "protocol.consume.phases") == "two-server" &&
           value_of(result, "protocol.ack.carry") == "piggyback-delayed";
  };
  const bool pulls_a = value_of(c.a, "protocol.deliver.mode") == "notify-pull";
  const bool pulls_b = value_of(c.b, "protocol.deliver.mode") == "notify-pull";
  return waits(c.a) && waits(c.b) && pulls_a != pulls_b;
}

}  // namespace

std::vector<std::string> compared_notes(const Comparison& c) {
  std::vector<std::string> notes;
  if (!c.apart.empty()) {
    notes.push_back(fmt::format(
        "{} differ: the same seed is another run in B, and the figures weigh more than the designs",
        apart(c.apart)));
  }
  const std::uint64_t a = median_delivery(c.a), b = median_delivery(c.b);
  const bool known = a != 0 && b != 0 && c.predicted_a != 0 && c.predicted_b != 0;
  const bool slower = b > a && c.predicted_b < c.predicted_a;
  const bool faster = b < a && c.predicted_b > c.predicted_a;
  if (!known || (!slower && !faster)) return notes;
  std::string note = fmt::format(
      "the median of sent to consumed goes {}, by arithmetic {}: arithmetic takes a message alone",
      slower ? "up" : "down", slower ? "down" : "up");
  if (acks_ride_in_one_only(c)) {
    note +=
        ", in traffic the ACK that phase two waits for rides on the next pull; pushes have none, "
        "and "
        "it waits for all of ack.delay (consume.phases = two-local or ack.carry = per-pull wait "
        "for "
        "nothing)";
  }
  notes.push_back(std::move(note));
  return notes;
}

}  // namespace imstorm
