//! The arithmetic of a formula mix: energy in kilocalories, volumes in millilitres.
//!
//! A level scoop of powder carries `energy` and takes up `room`, so a mix of n scoops and water w has the volume
//! w + n·room and the density n·energy / (w + n·room).

/// One level scoop of a product.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Scoop {
    /// Energy of the powder, in kcal.
    pub energy: f64,
    /// Volume that the powder adds to the water, in mL.
    pub room: f64,
}

/// How the powder is measured.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq, serde::Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Mode {
    /// Any fraction of a scoop.
    #[default]
    Exact,
    /// Whole scoops.
    WholeScoop,
    /// Whole and half scoops.
    HalfScoop,
}

/// A bottle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mix {
    /// Level scoops.
    pub scoops: f64,
    /// Water in mL.
    pub water: f64,
    /// Water and powder together in mL.
    pub volume: f64,
    /// Energy density in kcal/mL.
    pub density: f64,
}

impl Scoop {
    /// The scoop of a label: `scoops` and `water` make `volume` of `density` (kcal/mL).
    pub fn from_label(scoops: f64, water: f64, volume: f64, density: f64) -> Self {
        Self { energy: density * volume / scoops, room: (volume - water) / scoops }
    }

    /// Water for each scoop, in mL, that gives a density in kcal/mL; not positive where powder alone is thinner.
    pub fn water_for(self, density: f64) -> f64 {
        self.energy / density - self.room
    }

    /// The mix of a density (kcal/mL) that comes to a volume (mL), or as near as the mode allows.
    pub fn mix(self, density: f64, volume: f64, mode: Mode) -> Mix {
        let exact = density * volume / self.energy;
        let scoops = mode.round(exact);
        self.of(scoops, scoops * self.water_for(density))
    }

    /// The same scoops with the water rounded to a multiple of `step` (mL), at least one.
    pub fn with_rounded_water(self, mix: Mix, step: f64) -> Mix {
        self.of(mix.scoops, (mix.water / step).round().max(1.0) * step)
    }

    fn of(self, scoops: f64, water: f64) -> Mix {
        let volume = water + scoops * self.room;
        Mix { scoops, water, volume, density: scoops * self.energy / volume }
    }
}

impl Mode {
    /// The nearest number of scoops that can be measured, never none; between two it is the larger.
    fn round(self, scoops: f64) -> f64 {
        let step = match self {
            Self::Exact => return scoops,
            Self::WholeScoop => 1.0,
            Self::HalfScoop => 0.5,
        };
        (scoops / step).round().max(1.0) * step
    }
}
