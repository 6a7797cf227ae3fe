#pragma once

#include <string>

namespace imstorm {

/// broken_result() as a result file with a trace: alice.phone sends m2, which bob.phone consumes
/// twice, and the acknowledgement of the first is lost. Compact, as read_results gives it.
std::string sample_with_trace();

/// The same with this text in place of one that it has.
std::string sample_with(const std::string& from, const std::string& to);

}  // namespace imstorm
