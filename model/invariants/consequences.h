#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace imstorm {

/// A law that breaks because another one is broken.
struct Consequence {
  std::string law;
  std::string of;  ///< what led to it directly
};

/// All that follows where these laws can be broken, nearest first, each once and without them: what
/// is lost is missing from a list, a number that is given twice puts a list in disorder. No more
/// than logic allows: a law that is broken for another reason is not among them.
std::vector<Consequence> consequences(const std::vector<std::string>& laws);

}  // namespace imstorm
