#pragma once

#include <string>

#include "reports/recording.h"

namespace imstorm {

/// How the first violation came about as a picture: a line for each process, time from left to
/// right in the order of what happened, an arrow for each packet.
std::string svg_report(const Recording& recording);

}  // namespace imstorm
