#include "tools/imstorm/run_outputs.h"

#include "model/history/jsonl.h"

namespace imstorm {

RunOutputs::RunOutputs(const RunOptions& options, Streams& streams)
    : files_({options.json, options.html, options.junit}, options.quiet, streams),
      history_(files_.open(options.history)) {}

void RunOutputs::add(const Result& result, const RunRecord& record) {
  results_.push_back(result);
  if (history_ != nullptr) {
    HistoryWriter writer(history_->stream(), record.names);
    for (const Event& event : record.history) writer.write(event);
  }
}

ExitCode RunOutputs::finish() {
  const ExitCode code = files_.write(results_);
  return history_ == nullptr ? code : heavier(code, files_.commit(history_));
}

}  // namespace imstorm
