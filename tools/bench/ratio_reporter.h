#pragma once

#include <benchmark/benchmark.h>

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace imstorm::bench {

/// Google Benchmark's table, and after it the ratios that this project promises, from the same run:
///   phold/std_priority_queue/<gaps>/<pending> over phold/event_queue/<gaps>/<pending>
///   chat/<name>/<pending> over kernel/<pending>
/// A benchmark that sets the counter "pending" is taken at that size instead of the one in its
/// name; between the sizes of kernel/ its cost is a straight line over log(pending). The cost of an
/// event is taken from items_per_second; of several repetitions the fastest counts.
class RatioReporter : public benchmark::ConsoleReporter {
 public:
  RatioReporter() : ConsoleReporter(OO_Tabular) {}
  void ReportRuns(const std::vector<Run>& runs) override;
  void Finalize() override;

 private:
  struct Cost {
    double ns_per_event;
    double pending;
  };
  using Costs = std::map<std::string, Cost>;  // by name

  std::optional<double> kernel_at(double pending) const;
  void print_queue_ratios();
  void print_chat_ratios();

  Costs costs_;
};

}  // namespace imstorm::bench
