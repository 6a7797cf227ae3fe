#include "reports/json_check.h"

namespace imstorm::json_check {

std::string wants(const std::string& place, Type type) {
  constexpr std::string_view names[] = {"a string",      "a number", "a whole number, 0 or more",
                                        "true or false", "an array", "an object"};
  return place + " should be " + std::string(names[static_cast<std::size_t>(type)]);
}

}  // namespace imstorm::json_check
