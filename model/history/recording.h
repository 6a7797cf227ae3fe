#pragma once

#include <vector>

#include "model/history/event.h"
#include "model/history/names.h"

namespace imstorm {

/// A whole history with the names of what it speaks of.
struct Recording {
  Names names;
  std::vector<Event> events;
};

}  // namespace imstorm
