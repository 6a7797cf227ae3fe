#pragma once

#include <string>
#include <vector>

namespace imstorm {

/// One page of a gallery.
struct GalleryEntry {
  std::string page;    ///< file name of the page, relative to the index
  std::string result;  ///< compact JSON, as read_results gives it
};

/// An index page over many results: the heaviest verdict first, each linked to its page. Without
/// JavaScript; whatever a name contains stays text.
std::string gallery(const std::vector<GalleryEntry>& entries);

}  // namespace imstorm
