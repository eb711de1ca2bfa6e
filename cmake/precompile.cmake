# Two precompiled headers of library headers, never of ours: one for the rooms, one with Catch2 for the tests. They save a third of an
# unoptimised build (2.5 s → 1.6 s a file) and nearly nothing of an optimised one; so `release` goes without, and that, together with
# every header compiled alone in `dev`, keeps our own includes honest.
#
#   sapa_precompiled(sapa_library_headers TARGET...)

if(SAPA_PCH)
  set(standard_headers <algorithm> <chrono> <filesystem> <functional> <map> <memory> <optional> <ranges> <set> <string> <string_view>
    <unordered_map> <variant> <vector>)
  set(empty ${PROJECT_BINARY_DIR}/precompiled.cpp)
  file(CONFIGURE OUTPUT ${empty} CONTENT "int main() {}\n")
  function(sapa_precompile name)
    target_link_libraries(${name} PRIVATE sapa_options Boost::json)
    target_precompile_headers(${name} PRIVATE ${standard_headers} <boost/json.hpp> <fmt/format.h> ${ARGN})
  endfunction()

  add_library(sapa_library_headers OBJECT ${empty})
  sapa_precompile(sapa_library_headers)
  if(SAPA_TESTS)
    add_executable(sapa_test_headers ${empty})  # compiled as the tests are: -fPIE, not -fPIC
    sapa_precompile(sapa_test_headers <catch2/catch.hpp>)
  endif()

  if(CCACHE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    target_compile_options(sapa_options INTERFACE -fpch-preprocess)  # else ccache cannot see through it
  elseif(CCACHE)
    target_compile_options(sapa_options INTERFACE "SHELL:-Xclang -fno-pch-timestamp")
  endif()
endif()

function(sapa_precompiled headers)
  if(SAPA_PCH)
    foreach(target IN LISTS ARGN)
      target_precompile_headers(${target} REUSE_FROM ${headers})
    endforeach()
  endif()
endfunction()
