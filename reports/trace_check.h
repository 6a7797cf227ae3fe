#pragma once

#include <string>

#include "reports/json_check.h"

namespace imstorm {

/// A line of a story.
inline constexpr json_check::Need kLine[] = {{"at", json_check::Type::Number},
                                             {"actor", json_check::Type::Text},
                                             {"text", json_check::Type::Text},
                                             {"witness", json_check::Type::Truth}};

/// Can a trace of imstorm.result/1 be shown: are its fields there, its columns equally long, and
/// does nothing in it point outside of it? For nlohmann::ordered_json.
template <class Json>
json_check::Problem check_trace(const Json& trace, const std::string& place);

}  // namespace imstorm
