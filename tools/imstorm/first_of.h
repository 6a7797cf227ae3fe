#pragma once

#include <cstddef>
#include <functional>
#include <optional>

namespace imstorm {

/// Which of 0 to count-1 is the first for which `holds`, asked by `jobs` threads at once. The
/// answer does not depend on how many there are, unless `enough` ends it early (then it may be
/// none). What `holds` throws is thrown here.
std::optional<std::size_t> first_of(unsigned jobs, std::size_t count,
                                    const std::function<bool(std::size_t)>& holds,
                                    const std::function<bool()>& enough);

/// How many threads are worth starting: those of this machine, at least 1.
unsigned jobs_of_machine();

}  // namespace imstorm
