#pragma once

#include <string>

#include "reports/recording.h"

namespace imstorm {

/// The recording as a log for ShiViz (Beschastnikh et al., "Debugging Distributed Systems", CACM
/// 59(8), 2016): each step that can be seen or has to do with a packet, with its vector clock. Two
/// lines for each, as its default expression reads them: (?<event>.*)\n(?<host>\S*) (?<clock>{.*})
std::string shiviz_report(const Recording& recording);

}  // namespace imstorm
