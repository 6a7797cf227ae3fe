#pragma once

#include <string>

#include "reports/recording.h"

namespace imstorm {

/// How the first violation came about as a Mermaid sequence diagram, for an issue or a page of
/// Markdown: a lane for each process, an arrow for each packet, a cross where one was lost.
std::string mermaid_report(const Recording& recording);

}  // namespace imstorm
