//! Matrix products on vector registers, chosen at run time: AVX-512, AVX2 with FMA, or plain Rust.
//!
//! Every output is one chain of multiply-adds in the order of the inputs, whatever the width of the registers and the number of
//! rows, so a result depends neither on the batch nor on the thread, and not on which of the two vector kernels ran.
#![allow(unsafe_code)] // vector loads and stores through pointers; each block says why it stays in bounds

mod rows;

pub(super) use rows::{normalize, score};

/// The vector instructions that this processor has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Instructions {
    /// Whatever the compiler makes of plain loops.
    Portable,
    /// 256-bit registers with fused multiply-add.
    Avx2,
    /// 512-bit registers.
    Avx512,
}

impl Instructions {
    /// The widest that this processor has.
    pub fn detect() -> Self {
        #[cfg(target_arch = "x86_64")]
        {
            if is_x86_feature_detected!("avx512f") && is_x86_feature_detected!("fma") {
                return Self::Avx512;
            }
            if is_x86_feature_detected!("avx2") && is_x86_feature_detected!("fma") {
                return Self::Avx2;
            }
        }
        Self::Portable
    }
}

/// A layer `x -> x W + b`, with the best of `pieces` outputs each (maxout) when there are more than one.
///
/// The weights are stored panel by panel in the order in which the kernel reads them.
#[derive(Debug)]
pub(super) struct Layer {
    instructions: Instructions,
    inputs: usize,
    /// Outputs of one panel.
    group: usize,
    panels: usize,
    maxout: bool,
    weights: Vec<f32>,
    bias: Vec<f32>,
}

impl Layer {
    /// Packs a plain layer: `weights` has a row of inputs for each output.
    pub(super) fn linear(instructions: Instructions, weights: &[f32], bias: &[f32], inputs: usize) -> Self {
        let (lanes, vectors) = match instructions {
            Instructions::Avx512 => (16, 4),
            Instructions::Avx2 => (8, 2),
            Instructions::Portable => (8, 1),
        };
        let outputs = bias.len();
        let group = lanes * vectors;
        let panels = outputs.div_ceil(group);
        let column = |panel: usize, c: usize| Some(panel * group + c).filter(|&o| o < outputs);
        Self::pack(instructions, false, inputs, group, group, panels, weights, bias, column)
    }

    /// Packs a maxout layer with three pieces: `weights` has a row of inputs for each piece of each output.
    pub(super) fn maxout3(instructions: Instructions, weights: &[f32], bias: &[f32], inputs: usize) -> Self {
        let group = if instructions == Instructions::Avx512 { 16 } else { 8 };
        let outputs = bias.len() / 3;
        let panels = outputs.div_ceil(group);
        let column = |panel: usize, c: usize| Some(panel * group + c % group).filter(|&o| o < outputs).map(|o| o * 3 + c / group);
        Self::pack(instructions, true, inputs, group, 3 * group, panels, weights, bias, column)
    }

    #[expect(clippy::too_many_arguments, reason = "private, one caller a kind of layer")]
    fn pack(
        instructions: Instructions,
        maxout: bool,
        inputs: usize,
        group: usize,
        columns: usize,
        panels: usize,
        weights: &[f32],
        bias: &[f32],
        column: impl Fn(usize, usize) -> Option<usize>,
    ) -> Self {
        let mut packed = vec![0.0; panels * inputs * columns];
        let mut packed_bias = vec![0.0; panels * columns];
        for panel in 0..panels {
            for c in 0..columns {
                let Some(o) = column(panel, c) else { continue };
                packed_bias[panel * columns + c] = bias[o];
                let base = panel * inputs * columns + c;
                for (k, &w) in weights[o * inputs..(o + 1) * inputs].iter().enumerate() {
                    packed[base + k * columns] = w;
                }
            }
        }
        Self { instructions, inputs, group, panels, maxout, weights: packed, bias: packed_bias }
    }

    /// The distance between rows of the output: the number of outputs, rounded up to whole panels.
    pub(super) fn width(&self) -> usize {
        self.group * self.panels
    }

    /// Applies the layer to `rows` rows that begin `stride` apart; windows may overlap.
    ///
    /// # Panics
    /// When `input` or `output` is too short.
    pub(super) fn apply(&self, input: &[f32], stride: usize, rows: usize, output: &mut [f32]) {
        if rows == 0 {
            return;
        }
        assert!(input.len() >= (rows - 1) * stride + self.inputs, "input too short");
        assert!(output.len() >= rows * self.width(), "output too short");
        let columns = if self.maxout { 3 * self.group } else { self.group };
        for panel in 0..self.panels {
            let weights = &self.weights[panel * self.inputs * columns..][..self.inputs * columns];
            let bias = &self.bias[panel * columns..][..columns];
            let task =
                Task { input, stride, rows, inputs: self.inputs, weights, bias, first: panel * self.group, width: self.width() };
            match (self.instructions, self.maxout) {
                // SAFETY: `Instructions` is only ever what the processor was found to have.
                #[cfg(target_arch = "x86_64")]
                (Instructions::Avx512, true) => unsafe { avx512::panel::<3, 8, true>(&task, output) },
                #[cfg(target_arch = "x86_64")]
                (Instructions::Avx512, false) => unsafe { avx512::panel::<4, 6, false>(&task, output) },
                #[cfg(target_arch = "x86_64")]
                (Instructions::Avx2, true) => unsafe { avx2::panel::<3, 4, true>(&task, output) },
                #[cfg(target_arch = "x86_64")]
                (Instructions::Avx2, false) => unsafe { avx2::panel::<2, 6, false>(&task, output) },
                (_, true) => portable::<3, true>(&task, output),
                (_, false) => portable::<1, false>(&task, output),
            }
        }
    }
}

/// One panel of a product.
struct Task<'a> {
    input: &'a [f32],
    stride: usize,
    rows: usize,
    inputs: usize,
    weights: &'a [f32],
    bias: &'a [f32],
    /// The first output of the panel.
    first: usize,
    /// The distance between rows of the output.
    width: usize,
}

#[cfg(target_arch = "x86_64")]
macro_rules! vector_kernel {
    ($name:ident, $features:literal, $lanes:literal, $zero:ident, $load:ident, $store:ident, $set:ident, $fma:ident, $add:ident, $max:ident) => {
        mod $name {
            use super::Task;
            use std::arch::x86_64::*;

            /// All rows of one panel, `ROWS` at a time.
            #[target_feature(enable = $features)]
            pub(super) fn panel<const VECTORS: usize, const ROWS: usize, const MAXOUT: bool>(
                task: &Task<'_>,
                output: &mut [f32],
            ) {
                let mut row = 0;
                while row + ROWS <= task.rows {
                    block::<VECTORS, ROWS, MAXOUT>(task, row, output);
                    row += ROWS;
                }
                while row < task.rows {
                    block::<VECTORS, 1, MAXOUT>(task, row, output);
                    row += 1;
                }
            }

            /// Independent chains of multiply-adds, `rounds` long.
            #[target_feature(enable = $features)]
            pub(super) fn chains(rounds: u32) -> f32 {
                let x = $set(std::hint::black_box(0.5));
                let mut sums = [$set(std::hint::black_box(1.0)); super::CHAINS as usize];
                for _ in 0..rounds {
                    for sum in &mut sums {
                        *sum = $fma(x, *sum, x);
                    }
                }
                let all = sums.into_iter().fold($zero(), |a, b| $add(a, b));
                let mut out = [0.0; $lanes];
                // SAFETY: the array has as many lanes as the register.
                unsafe { $store(out.as_mut_ptr(), all) };
                out[0]
            }

            #[inline]
            #[target_feature(enable = $features)]
            fn block<const VECTORS: usize, const ROWS: usize, const MAXOUT: bool>(
                task: &Task<'_>,
                row: usize,
                output: &mut [f32],
            ) {
                let columns = VECTORS * $lanes;
                assert!(task.weights.len() >= task.inputs * columns && task.bias.len() >= columns);
                assert!(task.input.len() >= (row + ROWS - 1) * task.stride + task.inputs);
                assert!(output.len() >= (row + ROWS - 1) * task.width + task.first + if MAXOUT { $lanes } else { columns });
                let mut sums = [[$zero(); VECTORS]; ROWS];
                // SAFETY: the assertions above bound every index below.
                unsafe {
                    let input = task.input.as_ptr().add(row * task.stride);
                    let mut weights = task.weights.as_ptr();
                    for k in 0..task.inputs {
                        let mut w = [$zero(); VECTORS];
                        for v in 0..VECTORS {
                            w[v] = $load(weights.add(v * $lanes));
                        }
                        weights = weights.add(columns);
                        for r in 0..ROWS {
                            let x = $set(*input.add(r * task.stride + k));
                            for v in 0..VECTORS {
                                sums[r][v] = $fma(x, w[v], sums[r][v]);
                            }
                        }
                    }
                    let bias = task.bias.as_ptr();
                    for r in 0..ROWS {
                        let out = output.as_mut_ptr().add((row + r) * task.width + task.first);
                        if MAXOUT {
                            let mut best = $add(sums[r][0], $load(bias));
                            for v in 1..VECTORS {
                                best = $max(best, $add(sums[r][v], $load(bias.add(v * $lanes))));
                            }
                            $store(out, best);
                        } else {
                            for v in 0..VECTORS {
                                $store(out.add(v * $lanes), $add(sums[r][v], $load(bias.add(v * $lanes))));
                            }
                        }
                    }
                }
            }
        }
    };
}

#[cfg(target_arch = "x86_64")]
vector_kernel!(
    avx512,
    "avx512f,fma",
    16,
    _mm512_setzero_ps,
    _mm512_loadu_ps,
    _mm512_storeu_ps,
    _mm512_set1_ps,
    _mm512_fmadd_ps,
    _mm512_add_ps,
    _mm512_max_ps
);
#[cfg(target_arch = "x86_64")]
vector_kernel!(
    avx2,
    "avx2,fma",
    8,
    _mm256_setzero_ps,
    _mm256_loadu_ps,
    _mm256_storeu_ps,
    _mm256_set1_ps,
    _mm256_fmadd_ps,
    _mm256_add_ps,
    _mm256_max_ps
);

/// The same with plain loops over eight lanes.
fn portable<const VECTORS: usize, const MAXOUT: bool>(task: &Task<'_>, output: &mut [f32]) {
    for row in 0..task.rows {
        let input = &task.input[row * task.stride..][..task.inputs];
        let mut sums = [[0.0_f32; 8]; VECTORS];
        for (x, weights) in input.iter().zip(task.weights.chunks_exact(8 * VECTORS)) {
            for (sum, w) in sums.iter_mut().zip(weights.as_chunks::<8>().0) {
                for lane in 0..8 {
                    sum[lane] += x * w[lane];
                }
            }
        }
        for (sum, bias) in sums.iter_mut().zip(task.bias.as_chunks::<8>().0) {
            for lane in 0..8 {
                sum[lane] += bias[lane];
            }
        }
        let out = &mut output[row * task.width + task.first..];
        if MAXOUT {
            for lane in 0..8 {
                out[lane] = sums.iter().skip(1).fold(sums[0][lane], |best, s| best.max(s[lane]));
            }
        } else {
            for (v, sum) in sums.iter().enumerate() {
                out[v * 8..][..8].copy_from_slice(sum);
            }
        }
    }
}

/// Floating-point operations a second that this core reaches when it does nothing but multiply and add in registers: what the
/// benchmark compares with. 0 without vector instructions.
pub fn peak_flops(instructions: Instructions) -> f64 {
    const ROUNDS: u32 = 1_000_000;
    let lanes = match instructions.min(Instructions::detect()) {
        Instructions::Avx512 => 16.0,
        Instructions::Avx2 => 8.0,
        Instructions::Portable => return 0.0,
    };
    let pass = || {
        let start = std::time::Instant::now();
        // SAFETY: never more than what the processor was found to have.
        #[cfg(target_arch = "x86_64")]
        std::hint::black_box(unsafe { if lanes > 8.0 { avx512::chains(ROUNDS) } else { avx2::chains(ROUNDS) } });
        start.elapsed().as_secs_f64()
    };
    let best = (0..50).map(|_| pass()).fold(f64::INFINITY, f64::min);
    f64::from(ROUNDS) * f64::from(CHAINS) * lanes * 2.0 / best
}

/// Independent sums that hide the latency of an addition.
#[cfg(target_arch = "x86_64")]
const CHAINS: u8 = 12;

#[cfg(test)]
mod tests {
    use super::*;

    #[expect(clippy::cast_precision_loss, reason = "24 bits fit")]
    fn numbers(n: usize, seed: u32) -> Vec<f32> {
        let mut x = seed;
        let next = |x: &mut u32| {
            *x = x.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (*x >> 8) as f32 / 16_777_216.0 - 0.5
        };
        (0..n).map(|_| next(&mut x)).collect()
    }

    fn kinds() -> Vec<Instructions> {
        let all = [Instructions::Portable, Instructions::Avx2, Instructions::Avx512];
        all.into_iter().filter(|&k| k <= Instructions::detect()).collect()
    }

    #[test]
    fn every_kind_computes_the_product() {
        let (inputs, outputs, rows) = (36, 50, 13);
        let (weights, bias, x) = (numbers(inputs * outputs, 1), numbers(outputs, 2), numbers(rows * 12 + inputs, 3));
        for kind in kinds() {
            let layer = Layer::linear(kind, &weights, &bias, inputs);
            let mut y = vec![0.0; rows * layer.width()];
            layer.apply(&x, 12, rows, &mut y);
            for r in 0..rows {
                for o in 0..outputs {
                    let want: f64 =
                        (0..inputs).map(|k| f64::from(x[r * 12 + k]) * f64::from(weights[o * inputs + k])).sum::<f64>()
                            + f64::from(bias[o]);
                    assert!((f64::from(y[r * layer.width() + o]) - want).abs() < 1e-5, "{kind:?} {r} {o}");
                }
            }
        }
    }

    #[test]
    fn maxout_takes_the_best_piece_and_does_not_depend_on_the_batch() {
        let (inputs, outputs, rows) = (24, 32, 21);
        let (weights, bias, x) = (numbers(inputs * outputs * 3, 4), numbers(outputs * 3, 5), numbers(rows * inputs, 6));
        for kind in kinds() {
            let layer = Layer::maxout3(kind, &weights, &bias, inputs);
            let mut y = vec![0.0; rows * layer.width()];
            layer.apply(&x, inputs, rows, &mut y);
            let mut one = vec![0.0; layer.width()];
            for r in 0..rows {
                layer.apply(&x[r * inputs..], inputs, 1, &mut one);
                assert_eq!(one, y[r * layer.width()..(r + 1) * layer.width()]);
                for o in 0..outputs {
                    let piece = |p: usize| {
                        (0..inputs).map(|k| x[r * inputs + k] * weights[(o * 3 + p) * inputs + k]).sum::<f32>() + bias[o * 3 + p]
                    };
                    assert!((one[o] - piece(0).max(piece(1)).max(piece(2))).abs() < 1e-4, "{kind:?} {r} {o}");
                }
            }
        }
    }

    #[test]
    fn normalizes_rows() {
        for kind in kinds() {
            let (mut x, gain, shift) = (numbers(64, 7), vec![1.0; 32], vec![0.0; 32]);
            normalize(kind, &mut x, &gain, &shift, &[]);
            for row in x.chunks(32) {
                assert!(row.iter().sum::<f32>().abs() < 1e-4);
                assert!((row.iter().map(|v| v * v).sum::<f32>() / 32.0 - 1.0).abs() < 1e-3);
            }
        }
    }
}
