#include "reports/latency.h"

#include <algorithm>
#include <limits>
#include <utility>

namespace imstorm {
namespace {

std::uint64_t nearest_rank(const std::vector<std::uint64_t>& sorted, std::uint64_t percent) {
  const std::uint64_t rank = (sorted.size() * percent + 99) / 100;
  return sorted[rank == 0 ? 0 : rank - 1];
}

/// The end of the bin after the one that ends at `edge`: 1, 2, 5, 10, 20, 50, ...
std::uint64_t next_edge(std::uint64_t edge) {
  std::uint64_t power = 1;
  while (edge / power >= 10) power *= 10;
  const std::uint64_t factor = edge / power == 2 ? 5 : edge / power == 5 ? 10 : 2;
  constexpr std::uint64_t kEnd = std::numeric_limits<std::uint64_t>::max();
  return power > kEnd / factor ? kEnd : power * factor;
}

std::vector<Result::Bin> bins_of(const std::vector<std::uint64_t>& sorted) {
  std::vector<Result::Bin> bins;
  std::uint64_t edge = 1;
  for (const std::uint64_t sample : sorted) {
    while (sample > edge) {
      edge = next_edge(edge);
      if (!bins.empty()) bins.push_back({edge, 0});
    }
    if (bins.empty()) bins.push_back({edge, 0});
    ++bins.back().count;
  }
  return bins;
}

}  // namespace

Result::Latency summarise(std::string name, std::vector<std::int64_t> samples) {
  Result::Latency series;
  series.name = std::move(name);
  series.count = samples.size();
  if (samples.empty()) return series;
  std::vector<std::uint64_t> sorted;
  sorted.reserve(samples.size());
  for (const std::int64_t sample : samples) {
    sorted.push_back(static_cast<std::uint64_t>(std::max<std::int64_t>(sample, 0)));
  }
  std::sort(sorted.begin(), sorted.end());
  series.p50 = nearest_rank(sorted, 50);
  series.p90 = nearest_rank(sorted, 90);
  series.p99 = nearest_rank(sorted, 99);
  series.max = sorted.back();
  series.bins = bins_of(sorted);
  return series;
}

}  // namespace imstorm
