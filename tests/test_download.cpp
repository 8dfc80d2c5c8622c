// The downloader against a server of our own, well-behaved and not.
#include <httplib.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <origami/datasets/download.hpp>
#include <origami/error.hpp>
#include <thread>

#include "catch.hpp"
#include "temp_dir.hpp"

using namespace origami;

namespace {

constexpr const char* kNames[] = {"t10k-labels-idx1-ubyte.gz", "train-labels-idx1-ubyte.gz",
                                  "t10k-images-idx3-ubyte.gz", "train-images-idx3-ubyte.gz"};

/// What a mirror does with the file train-images.
enum class Fault { None, WrongBytes, CutOff, Missing, Silent };

class Mirror {
 public:
  explicit Mirror(Fault fault) : fault_(fault) {
    for (std::uint8_t i = 0; i < 4; ++i) files_[kNames[i]] = gzip(Bytes(200'000, i));
    server_.Get("/mnist/(.+)",
                [this](const httplib::Request& request, httplib::Response& response) {
                  ++requests_;
                  answer(request.matches[1], response);
                });
    port_ = server_.bind_to_any_port("127.0.0.1");
    thread_ = std::thread([this] { server_.listen_after_bind(); });
    while (!server_.is_running()) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  ~Mirror() {
    stopping_ = true;
    server_.stop();
    thread_.join();
  }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/mnist/"; }
  int requests() const { return requests_; }
  const Bytes& file(const std::string& name) const { return files_.at(name); }

 private:
  void answer(const std::string& name, httplib::Response& response) {
    if (!files_.contains(name)) return void(response.status = 404);
    Bytes bytes = files_.at(name);
    const Fault fault = name == kNames[3] ? fault_ : Fault::None;
    if (fault == Fault::Missing) return void(response.status = 404);
    if (fault == Fault::WrongBytes) bytes[bytes.size() / 2] ^= 1;
    const auto send = [this, bytes, fault](std::size_t offset, std::size_t,
                                           httplib::DataSink& sink) {
      const std::size_t end = fault == Fault::Silent   ? 0
                              : fault == Fault::CutOff ? bytes.size() / 2
                                                       : bytes.size();
      if (offset < end)
        return sink.write(reinterpret_cast<const char*>(&bytes[offset]), end - offset);
      while (fault == Fault::Silent && !stopping_)
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
      return false;  // closes the connection
    };
    response.set_content_provider(bytes.size(), "application/gzip", send);
  }

  const Fault fault_;
  std::map<std::string, Bytes> files_;
  std::atomic<int> requests_ = 0;
  std::atomic<bool> stopping_ = false;
  httplib::Server server_;
  int port_ = 0;
  std::thread thread_;
};

/// A directory to download to, and what the download says.
struct Download {
  TempDir temp;
  fs::path dir = temp / "it's a \"new\" folder; really";
  std::string told;

  /// The error's message, "" if there was none.
  std::string run(std::vector<std::string> mirrors, const Mirror& good) {
    std::vector<std::string> sha256;
    for (const char* name : kNames)
      sha256.push_back(sha256_of(write_file(temp / "x", good.file(name))));
    const Log log = [this](const std::string& line) { told += line + "\n"; };
    try {
      download_mnist(dir, log, {.mirrors = mirrors, .sha256 = sha256, .timeout = 1});
    } catch (const DataError& error) {
      return error.what();
    }
    return "";
  }

  /// Names in the directory, sorted.
  std::vector<std::string> names() const {
    std::vector<std::string> found;
    for (const auto& entry : fs::directory_iterator(dir)) found.push_back(entry.path().filename());
    std::sort(found.begin(), found.end());
    return found;
  }

  void check_complete(const Mirror& good) const {
    CHECK(names().size() == 4);
    for (const char* name : kNames) CHECK(read_file(dir / name) == good.file(name));
  }
};

const std::vector<std::string> kAllButTrainImages = {
    "t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz", "train-labels-idx1-ubyte.gz"};
const std::string kRefused = "http://127.0.0.1:9/mnist";  // no server there

}  // namespace

TEST_CASE("download_mnist brings four files, then nothing more") {
  const Mirror good(Fault::None);
  Download download;
  CHECK(download.run({good.url()}, good) == "");
  download.check_complete(good);
  CHECK(contains(download.told, "download: " + good.url() + "train-images-idx3-ubyte.gz\n"));
  CHECK(good.requests() == 4);
  CHECK(download.run({good.url()}, good) == "");
  CHECK(good.requests() == 4);
}

TEST_CASE(
    "download_mnist: nothing incomplete is left where a mirror fails, the next one mends it") {
  const auto [fault, reason] = GENERATE(table<Fault, std::string>({
      {Fault::WrongBytes, "SHA-256"},
      {Fault::CutOff, "Transferred a partial file"},
      {Fault::Missing, "HTTP response code said error"},
      {Fault::Silent, "Timeout was reached"},
  }));
  const Mirror bad(fault), good(Fault::None);
  Download download;
  const std::string message = download.run({bad.url()}, good);
  INFO(message);
  CHECK(contains(message, "the download failed but MNIST's four files are expected there"));
  CHECK(contains(message, bad.url() + "train-images-idx3-ubyte.gz: "));
  CHECK(contains(message, reason));
  CHECK(download.names() == kAllButTrainImages);
  CHECK(download.run({bad.url(), good.url()}, good) == "");
  download.check_complete(good);
  CHECK(good.requests() == 1);
}

TEST_CASE("download_mnist: a server that refuses is passed over") {
  const Mirror good(Fault::None);
  Download download;
  CHECK(download.run({kRefused, good.url()}, good) == "");
  download.check_complete(good);
}

TEST_CASE("download_mnist: when all mirrors fail the message names each, and no folder is left") {
  const Mirror good(Fault::None);
  Download download;
  const auto begin = std::chrono::steady_clock::now();
  const std::string message = download.run({kRefused, "http://127.0.0.1:7/mnist"}, good);
  CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(5));
  CHECK(contains(message, kRefused + "/t10k-labels-idx1-ubyte.gz: Couldn't connect to server"));
  CHECK(contains(message, "http://127.0.0.1:7/mnist/t10k-labels"));
  CHECK_FALSE(fs::exists(download.dir));
}

TEST_CASE("download_mnist: what a killed download left is cleared once it is old") {
  const Mirror good(Fault::None);
  Download download;
  fs::create_directories(download.dir);
  const fs::path old = write_file(download.dir / "a.part", {1}),
                 young = write_file(download.dir / "b.part", {1});
  fs::last_write_time(old, fs::file_time_type::clock::now() - std::chrono::hours(1));
  CHECK(download.run({good.url()}, good) == "");
  CHECK_FALSE(fs::exists(old));
  CHECK(fs::exists(young));
}

TEST_CASE("download_mnist: the mirror may come from the environment") {
  const Mirror good(Fault::None);
  Download download;
  setenv("ORIGAMI_MNIST_MIRROR", good.url().c_str(), 1);
  const std::string message = download.run({}, good);
  unsetenv("ORIGAMI_MNIST_MIRROR");
  CHECK(message == "");
  download.check_complete(good);
}

TEST_CASE("download_mnist: a place that cannot be written to") {
  const Mirror good(Fault::None);
  Download download;
  write_file(download.dir, {1});  // a file in the directory's place
  CHECK(contains(download.run({good.url()}, good), "the download failed"));
  CHECK(read_file(download.dir) == Bytes{1});
}
