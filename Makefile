# The commands people type; the building itself is CMake's (CMakePresets.json).
#   make mnist ARGS='--epochs 3'     hands options to the program
#   make test CXX=clang++            another compiler, in a fresh clone
.PHONY: help mnist test slow bench bench-peers debug ci tsan coverage new-layer tutorial picture format tidy clean
export CMAKE_BUILD_PARALLEL_LEVEL ?= $(shell getconf _NPROCESSORS_ONLN)
export CTEST_PARALLEL_LEVEL ?= $(CMAKE_BUILD_PARALLEL_LEVEL)
MAKEFLAGS += --no-print-directory  # for CMake's own make
# Where a program gets a new source, Ninja compiles that one, make all of them. Looked up once for all
# commands of a target, so it is installed by those of another: build/tools.
export CMAKE_GENERATOR ?= $(if $(shell command -v ninja 2>/dev/null),Ninja,Unix Makefiles)

help:  ## this list
	@sed -nE 's/^([a-z -]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 20

mnist: build/configured  ## build everything needed, then train on MNIST
	@cmake --build --preset release --target train_mnist
	@build/examples/train_mnist $(ARGS)

test: build/configured  ## build everything, then run the fast tests
	@cmake --build --preset release
	@ctest --preset release $(ARGS)

slow: build/configured  ## the tests that train real networks
	@cmake --build --preset release
	@ctest --preset slow $(ARGS)

debug ci tsan: build/configured  ## the fast tests, sanitized; ci: -Werror
	@cmake --preset $@
	@cmake --build --preset $@
	@ctest --preset $@ $(ARGS)

bench: build/configured  ## where the time goes, layer by layer
	@cmake --build --preset release --target benchmark
	@build/examples/benchmark $(ARGS)

bench-peers: build/configured  ## README.md's table: origami and PyTorch in turn (20 minutes)
	@cmake --build --preset release --target benchmark
	@/usr/bin/python3 -c 'import torch' 2>/dev/null || { $(call install,python3-torch); }
	@/usr/bin/python3 examples/peers/compare.py build/examples/benchmark $(ARGS)

coverage: build/configured  ## lines of the core and the layers that tests reach
	@$(call need,gcovr,gcovr)
	@cmake --preset coverage && cmake --build --preset coverage && ctest --preset coverage
	@gcovr --root . --filter 'src/' --filter 'layers/' --filter 'include/' --exclude-throw-branches \
	  --print-summary --fail-under-line 95 build/coverage

new-layer:  ## NAME=SquaredReLU: three files of a layer of your own
	@$(call need,cmake,cmake)
	@cmake -D "NAME=$$NAME" -P layers/new_layer.cmake

tutorial: build/configured  ## write the chapters' code, output and pictures anew
	@cmake --build --preset release --target tutorial
	@build/examples/weave_tutorial $(ARGS)

picture: build/configured  ## record a training as README.md's picture
	@cmake --build --preset release --target terminal_picture
	@$(MAKE) mnist >build/mnist.txt
	@build/examples/terminal_picture 'make mnist' examples/train_mnist.svg <build/mnist.txt \
	  --cut '$$ make mnist..data: ' --cut 'relu1..affine2' --cut 'read ..'

format:  ## lay out all sources by .clang-format
	@$(call need,clang-format,clang-format)
	@$(sources) | xargs clang-format -i

tidy: build/configured  ## clang, clang-tidy, cppcheck, clang-format
	@$(call need,clang-format,clang-format)
	@$(sources) | xargs clang-format --dry-run -Werror
	@$(call need,clang-tidy,clang clang-tidy)
	@$(call need,cppcheck,cppcheck)
	@cmake --preset clang && cmake --build --preset clang
	@run-clang-tidy -quiet -p build/clang -j $(CMAKE_BUILD_PARALLEL_LEVEL)
	@# The loss takes the logarithm of a sum that is at least exp(0).
	@cppcheck --quiet --error-exitcode=1 --enable=warning,performance,portability \
	  --suppress=invalidFunctionArg:src/loss.cpp --std=c++20 -j $(CMAKE_BUILD_PARALLEL_LEVEL) \
	  -I include -I build/include src layers datasets

clean:  ## remove all that was built
	rm -rf build

# CMake decides what is missing, so packages from anywhere count; only apt is asked to install them.
build/configured: Makefile CMakeLists.txt CMakePresets.json src/dependencies.cmake build/tools
	@rm -f build/missing-packages
	@cmake --preset release >build/first-look.log 2>&1 || true
	@$(call install,$$(cat build/missing-packages 2>/dev/null))
	@cmake --preset release
	@touch $@

build/tools:
	@$(call need,cmake,cmake)
	@$(call need,$(CXX),g++)
	@$(call need,ninja,ninja-build)
	@for tool in cmake $(CXX); do command -v $$tool >/dev/null || \
	  { echo "$$tool: not found; install CMake 3.21 and g++ 12 or clang 14, or newer" >&2; exit 1; }; done
	@mkdir -p build && touch $@

sources = git ls-files --cached --others --exclude-standard '*.cpp' '*.hpp'

# $(call need,program,package): installs the package unless the program is there.
need = command -v $(1) >/dev/null || { $(call install,$(2)); }

# $(call install,packages): by apt, as root; a machine without package lists gets them first.
# Without apt, or if it fails, the next step says what is missing.
define install
if packages="$(1)" && [ -n "$$packages" ] && command -v apt-get >/dev/null; then \
  [ "$$(id -u)" = 0 ] || command -v sudo >/dev/null || \
    { echo "Not root, and there is no sudo; ask for: apt-get install $$packages"; exit 0; }; \
  echo "Installing from Debian: $$packages"; \
  run() { $$([ "$$(id -u)" = 0 ] || echo sudo) env DEBIAN_FRONTEND=noninteractive apt-get -qq "$$@"; }; \
  run install -y --no-install-recommends $$packages >/dev/null 2>&1 || \
    { run update && run install -y --no-install-recommends $$packages >/dev/null; } || true; fi
endef
