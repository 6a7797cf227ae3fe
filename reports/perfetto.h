#pragma once

#include <string>

#include "reports/recording.h"

namespace imstorm {

/// The whole recording in the Trace Event Format, which ui.perfetto.dev and chrome://tracing open:
/// a process for each lane, a thread for each worker, a flow for each packet, faults as spans.
/// Format: Google, "Trace Event Format". Times are in us of virtual time.
std::string perfetto_report(const Recording& recording);

}  // namespace imstorm
