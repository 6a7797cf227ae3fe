#include "tools/imstorm/output_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

namespace imstorm {
namespace {

constexpr mode_t kMode = 0666;  // less what the process's umask takes away

bool is_device_or_pipe(const std::string& path) {
  struct stat status = {};
  return ::stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode) && !S_ISDIR(status.st_mode);
}

/// A link is followed, so that the rename replaces what it points to.
std::string without_links(const std::string& path) {
  std::error_code error;
  const std::filesystem::path real = std::filesystem::canonical(path, error);
  return error ? path : real.string();
}

}  // namespace

OutputFile::OutputFile(std::string path, Existing existing)
    : path_(std::move(path)), existing_(existing) {
  open();
  if (descriptor_ < 0) {
    fail(errno);
    return;
  }
  buffer_ = std::make_unique<FileBuffer>(descriptor_);
  stream_.rdbuf(buffer_.get());
}

OutputFile::~OutputFile() { discard(); }

void OutputFile::open() {
  if (existing_ == Existing::Refuse) {
    written_to_ = path_;
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kMode);
    return;
  }
  if (is_device_or_pipe(path_)) {
    written_to_ = path_;
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CLOEXEC);
    return;
  }
  std::error_code unknown;
  if (std::filesystem::is_directory(path_, unknown)) {
    errno = EISDIR;
    return;
  }
  target_ = without_links(path_);
  written_to_ = fmt::format("{}.tmp-{}", target_, ::getpid());
  descriptor_ = ::open(written_to_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, kMode);
}

bool OutputFile::commit() {
  if (descriptor_ < 0) return false;
  stream_.flush();
  if (!buffer_->flush()) {
    fail(buffer_->error());
    return false;
  }
  // Pipes and terminals cannot be synced and say EINVAL.
  if (::fsync(descriptor_) != 0 && errno != EINVAL && errno != EROFS && errno != ENOTSUP) {
    fail(errno);
    return false;
  }
  if (::close(std::exchange(descriptor_, -1)) != 0 ||
      (!target_.empty() && std::rename(written_to_.c_str(), target_.c_str()) != 0)) {
    fail(errno);
    return false;
  }
  written_to_.clear();
  return true;
}

void OutputFile::fail(int error) {
  problem_ = fmt::format("cannot write {}: {}", path_, std::generic_category().message(error));
  if (error == EEXIST && existing_ == Existing::Refuse)
    problem_ = fmt::format("{} exists already and stays as it is", path_);
  // What could not be opened belongs to somebody else.
  if (buffer_ == nullptr) written_to_.clear();
  discard();
}

void OutputFile::discard() {
  if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
  stream_.rdbuf(nullptr);
  if (!written_to_.empty() && !is_device_or_pipe(written_to_)) std::remove(written_to_.c_str());
  written_to_.clear();
}

}  // namespace imstorm
